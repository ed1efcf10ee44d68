using System.Diagnostics;
using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Trains, then shows the model, what the compiler did, some predictions, and how much faster compiled code is.</summary>
internal static class Demo
{
    /// <summary>Runs the demonstration; gives the exit code.</summary>
    public static int Run(DemoSettings settings)
    {
        using var interruption = new Interruption();
        (Dataset training, Dataset test) = Digits.LoadSplit();
        Terminal.Line($"UCI Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak, CC BY 4.0): {training.Count} training images, {test.Count} held out");

        var accuracies = new List<double>();
        DigitClassifier? first = null;
        TrainingStep? step = null;
        for (int i = 0; i < settings.Seeds; i++)
        {
            var classifier = new DigitClassifier(settings.Seed + i);
            var compiled = new TrainingStep(classifier.Objective, classifier.Optimizer, settings.Compile);
            (FitOutcome outcome, double accuracy) = Train(settings, settings.Seed + i, compiled, training, test, interruption.Token);
            first ??= classifier;
            step ??= compiled;
            accuracies.Add(accuracy);
            if (outcome != FitOutcome.Completed)
            {
                return outcome == FitOutcome.Interrupted ? Interruption.ExitCode : CommandLine.Failed;
            }
        }
        if (accuracies.Count > 1)
        {
            Terminal.Line($"median held-out accuracy over {accuracies.Count} seeds: {Percent(Median(accuracies))}");
        }
        Show(settings, first!, step!, training, test);
        return 0;
    }

    private static (FitOutcome Outcome, double Accuracy) Train(
        DemoSettings settings, int seed, TrainingStep step, Dataset training, Dataset test, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var trainer = new Trainer(step, settings.Compile);
        var options = new FitOptions { Epochs = settings.Epochs, BatchSize = settings.BatchSize, Seed = seed, ThrowOnDivergence = false };
        FitReport report = ProgressDisplay.Show($"seed {seed}", progress => trainer.Fit(training, options, progress, cancellation));
        // An interrupted fit is evaluated too: that is the report.
        Evaluation evaluation = new Evaluator(step.Objective, settings.Compile).Run(test, cancellation: CancellationToken.None);
        double accuracy = evaluation.Accuracy ?? 0;
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {report.Message} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s; held-out accuracy {Percent(accuracy)}, loss {evaluation.Loss:F4}"));
        return (report.Outcome, accuracy);
    }

    private static void Show(DemoSettings settings, DigitClassifier classifier, TrainingStep step, Dataset training, Dataset test)
    {
        Terminal.Heading("Model");
        Terminal.Line(classifier.Model.ToString());
        foreach ((string name, Parameter parameter) in classifier.Model.NamedParameters())
        {
            Terminal.Line($"  {name} {parameter.Type}");
        }
        Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{classifier.Model.ParameterCount:N0} parameters"));

        int batch = Math.Min(settings.BatchSize, training.Count);
        CompilationReport stepReport = step.For(
            new TensorType(DType.Float32, training.Inputs.Shape.With(0, batch)),
            new TensorType(DType.Int64, [batch])).Report;
        Terminal.Heading("Compiled training step (forward, backward and Adam in one program)");
        ReportText.WritePasses(stepReport);
        ReportText.WriteKernels(stepReport);

        CompiledProgram forward = Compiler.Compile(classifier.Model.Forward, settings.Compile).For(test.Inputs.Shape);
        Terminal.Heading("Compiled inference");
        ReportText.WritePasses(forward.Report);
        ReportText.WriteKernels(forward.Report);

        Predictions.Show(forward, test);
        SpeedTable.Show(settings, training);
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");
}
