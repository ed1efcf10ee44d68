using System.Diagnostics;
using System.Globalization;
using NeuralJit.Compilation;

namespace NeuralJit.Training;

/// <summary>Fits a model: goes through the training samples step by step, reports, evaluates, and ends cleanly when cancelled.</summary>
/// <param name="step">A compiled or an eager training step.</param>
/// <param name="evaluation">How evaluation is compiled.</param>
public sealed class Trainer(ITrainingStep step, CompileOptions? evaluation = null)
{
    private readonly ITrainingStep step = step;
    private readonly Evaluator evaluator = new(step.Objective, evaluation);
    private int epochsBefore;

    /// <summary>
    /// What compares the gradients of a batch with central differences before each step, or null for no check. May be
    /// switched on and off at any time, also from the progress report; a check is slow.
    /// </summary>
    public GradientChecker? GradientChecker { get; set; }

    /// <summary>
    /// What names the first node that makes NaN or an infinity when the fit diverges, or null. May be switched on and off at any time; it
    /// is slow.
    /// </summary>
    public NonFiniteFinder? NonFiniteFinder { get; set; }

    /// <summary>Trains, and tells <paramref name="progress"/> after each step, on this thread.</summary>
    /// <remarks>Another thread tells what <see cref="Progress{T}"/> is told, later; this does not.</remarks>
    /// <exception cref="GraphException">As where the progress is an object.</exception>
    public FitReport Fit(Dataset training, FitOptions options, Action<FitProgress> progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return Fit(training, options, new CalledProgress(progress), cancellation);
    }

    /// <summary>Trains.</summary>
    /// <param name="training">The samples.</param>
    /// <param name="options">Epochs, batch size, order.</param>
    /// <param name="progress">Told after each step, on this thread.</param>
    /// <param name="cancellation">Ends the fit after the step that runs; the report then says that it was interrupted.</param>
    /// <exception cref="GraphException">
    /// The samples do not fit the model, or a gradient check failed. A last batch that is too small for the model, and samples for
    /// validation that do not fit it, are told before the first step.
    /// </exception>
    /// <exception cref="DivergenceException">
    /// The loss, or a parameter that <see cref="NonFiniteFinder"/> looks at, became infinite or NaN.
    /// </exception>
    public FitReport Fit(
        Dataset training, FitOptions options, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        var loader = new DataLoader(training, options.BatchSize, options.Shuffle, options.Seed, options.DropLast);
        CheckLastBatch(loader, training.Count);
        CheckValidation(loader, options.Validation);
        FitReport report = new Run(this, loader, options, progress, cancellation).Fit();
        epochsBefore += report.Epochs;
        return report.Outcome == FitOutcome.Diverged && options.ThrowOnDivergence ? throw new DivergenceException(report) : report;
    }

    /// <summary>
    /// A model may refuse the smaller last batch, as batch normalisation does one of a single sample: that is better said before the first
    /// step than at the end of an epoch.
    /// </summary>
    private void CheckLastBatch(DataLoader loader, int samples)
    {
        if (loader.Smaller is { } last && Refusal(last.Inputs.Type, last.Targets.Type, training: true) is { } refusal && Takes(loader))
        {
            throw new ShapeException(string.Create(CultureInfo.InvariantCulture,
                $"fit: the last batch of an epoch has {last.Count} of the {samples} samples (batch size {loader.Full.Count}), and the "
                + $"model does not take it: {refusal.Message}\n" +
                $"  leave it out ({nameof(FitOptions)}.{nameof(FitOptions.DropLast)}, --drop-last of 'neuraljit train') or choose "
                + $"another batch size"), refusal);
        }
    }

    /// <summary>Otherwise an epoch of training would be lost.</summary>
    private void CheckValidation(DataLoader loader, Dataset? validation)
    {
        if (validation is null)
        {
            return;
        }
        int count = Math.Min(validation.Count, Evaluator.UsualBatchSize);
        TensorType inputs = new(validation.Inputs.DType, validation.Inputs.Shape.With(0, count)),
            targets = new(validation.Targets.DType, validation.Targets.Shape.With(0, count));
        if (Refusal(inputs, targets, training: false) is { } refusal && Takes(loader))
        {
            throw new ShapeException(string.Create(CultureInfo.InvariantCulture,
                $"fit: the samples for validation ({validation.Inputs.Type} with targets {validation.Targets.Type}) do not fit the model: "
                + $"{refusal.Message}"), refusal);
        }
    }

    // What fits in no case is told by the step itself.
    private bool Takes(DataLoader loader) => Refusal(loader.Full.Inputs.Type, loader.Full.Targets.Type, training: true) is null;

    /// <summary>What the model says to the types of a batch, where it does not take them.</summary>
    private ShapeException? Refusal(TensorType inputs, TensorType targets, bool training)
    {
        using GraphTrace trace = GraphTrace.Symbolic(training);
        trace.OnlyEvaluates = !training;
        try
        {
            step.Objective.Loss(Node.Input("input", inputs), Node.Input("target", targets));
            return null;
        }
        catch (ShapeException error)
        {
            return error;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A model for eager mode may need values. What it cannot do without them, the step will tell.
            return null;
        }
    }

    private sealed class CalledProgress(Action<FitProgress> action) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => action(value);
    }

    /// <summary>One fit under way.</summary>
    private sealed class Run(
        Trainer trainer, DataLoader loader, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        private const string Advice = "try a lower learning rate, and look for NaN in inputs and targets";

        private readonly Stopwatch total = Stopwatch.StartNew();
        private readonly ITrainingStep step = trainer.step;
        private RunningMeans means = new(trainer.step.Objective);
        private Evaluation? before;
        private Evaluation? validation;
        private long steps;
        private int epoch;

        public FitReport Fit()
        {
            for (epoch = 0; epoch < options.Epochs; epoch++)
            {
                if (TrainEpoch() is { } ended)
                {
                    return ended;
                }
            }
            return Report(FitOutcome.Completed, Text($"trained {epoch} epochs, {steps} steps"));
        }

        /// <summary>One epoch; a report when the fit ends in it.</summary>
        private FitReport? TrainEpoch()
        {
            before = means.Samples > 0 ? means.ToEvaluation() : before;
            means = new RunningMeans(step.Objective);
            long started = Stopwatch.GetTimestamp();
            int done = 0;
            foreach (Batch batch in loader.Epoch(trainer.epochsBefore + epoch))
            {
                if (cancellation.IsCancellationRequested)
                {
                    return Report(FitOutcome.Interrupted, done > 0 ? Text($"interrupted in epoch {epoch + 1} after {steps} steps")
                        : Text($"interrupted after {epoch} epochs, {steps} steps"));
                }
                trainer.GradientChecker?.Check(step.Objective, batch);
                NonFiniteFinder? finder = trainer.NonFiniteFinder;
                finder?.Remember(step.Objective, batch);
                float loss = step.Run(batch.Inputs, batch.Targets, CancellationToken.None);
                steps++;
                done++;
                means.Add(batch.Count, loss, step.LossTerms, step.MetricSums);
                // Where no label of a batch counts, a term of its loss is 0/0 and the term's gradient 0: nothing has gone wrong.
                bool isFinite = LossFraction.AreSound(loss, step.LossTerms);
                string? found = finder?.Examine(step.Objective, batch, isFinite);
                if (!isFinite || found is not null)
                {
                    string what = isFinite
                        ? Text($"step {steps} (epoch {epoch + 1}) made a parameter infinite or NaN: ")
                        : Text($"the loss is {loss} at step {steps} (epoch {epoch + 1}): ");
                    return Report(FitOutcome.Diverged, what + (found ?? Advice));
                }
                if (done < loader.Count)
                {
                    Tell(done, Stopwatch.GetElapsedTime(started), null);
                }
            }
            TimeSpan trained = Stopwatch.GetElapsedTime(started);
            validation = options.Validation is null ? null : trainer.evaluator.Run(options.Validation);
            Tell(done, trained, validation);
            return null;
        }

        private void Tell(int done, TimeSpan trained, Evaluation? evaluation) => progress?.Report(new FitProgress(
            epoch + 1, options.Epochs, done, loader.Count, means.Loss, means.Accuracy(), means.Samples / trained.TotalSeconds, evaluation));

        private FitReport Report(FitOutcome outcome, string message) =>
            new(outcome, epoch, steps, means.Samples > 0 ? means.ToEvaluation() : before, validation, total.Elapsed, message);

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
