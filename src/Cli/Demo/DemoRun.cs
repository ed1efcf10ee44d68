using System.Diagnostics;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>One model of the demonstration: made from a seed, compiled, fitted.</summary>
internal sealed class DemoRun
{
    private readonly Dataset training;
    private readonly FitDisplay display = new(epochLines: false);

    /// <summary>Makes the model and compiles its training step.</summary>
    public DemoRun(DemoSettings settings, int seed, Dataset training)
    {
        this.training = training;
        Seed = seed;
        Classifier = new DigitClassifier(seed);
        long start = Stopwatch.GetTimestamp();
        Step = new TrainingStep(Classifier.Objective, Classifier.Optimizer, settings.Compile);
        int batch = Math.Min(settings.BatchSize, training.Count), rest = training.Count % batch;
        Compiled = For(batch);
        if (rest > 0)
        {
            For(rest);
        }
        Compiling = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Of the model's weights and of the order of the images.</summary>
    public int Seed { get; }

    /// <summary>The model.</summary>
    public DigitClassifier Classifier { get; }

    /// <summary>Its compiled training step.</summary>
    public TrainingStep Step { get; }

    /// <summary>The step for whole batches.</summary>
    public CompiledProgram Compiled { get; }

    /// <summary>How long compiling took.</summary>
    public TimeSpan Compiling { get; }

    /// <summary>The loss of each epoch.</summary>
    public IReadOnlyList<double> Losses => display.Losses;

    /// <summary>Fits the model.</summary>
    public FitReport Fit(DemoSettings settings, CancellationToken cancellation)
    {
        var trainer = new Trainer(Step, settings.Compile);
        var options = new FitOptions { Epochs = settings.Epochs, BatchSize = settings.BatchSize, Seed = Seed, ThrowOnDivergence = false };
        return display.Show(progress => trainer.Fit(training, options, progress, cancellation));
    }

    private CompiledProgram For(int images) =>
        Step.For(new TensorType(DType.Float32, training.Inputs.Shape.With(0, images)), new TensorType(DType.Int64, [images]));
}
