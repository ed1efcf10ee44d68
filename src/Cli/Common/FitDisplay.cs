using System.Diagnostics;
using System.Globalization;
using NeuralJit.Training;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>Shows how a fit goes: on a terminal a bar that is redrawn, and where asked for a line per epoch that stays.</summary>
/// <param name="epochLines">Whether each epoch leaves a line; the fit then evaluates after each.</param>
internal sealed class FitDisplay(bool epochLines)
{
    private const int CurveWidth = 10;

    private readonly List<double> losses = [];

    /// <summary>The loss of each epoch, of an interrupted one too.</summary>
    public IReadOnlyList<double> Losses => losses;

    /// <summary>Runs <paramref name="fit"/> and shows what it reports.</summary>
    public FitReport Show(Func<Action<FitProgress>, FitReport> fit)
    {
        if (Terminal.IsPlain)
        {
            return fit(Note);
        }
        FitReport? report = null;
        Terminal.Output.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = new Bar(context.AddTask("compiling …"));
                report = fit(p =>
                {
                    Note(p);
                    bar.Move(p);
                });
            });
        return report!;
    }

    private void Note(FitProgress progress)
    {
        if (losses.Count < progress.Epoch)
        {
            losses.Add(progress.Loss);
        }
        losses[^1] = progress.Loss;
        if (epochLines && progress.Validation is not null)
        {
            Terminal.Line(Describe(progress));
        }
    }

    private string Describe(FitProgress p)
    {
        string epoch = string.Create(CultureInfo.InvariantCulture, $"epoch {p.Epoch}/{p.Epochs}")
            .PadRight("epoch /".Length + (2 * Digits(p.Epochs)));
        string heldOut = p.Validation?.Accuracy is { } accuracy
            ? string.Create(CultureInfo.InvariantCulture, $"held out {100 * accuracy:F2} %")
            : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{epoch}  loss {p.Loss.ToString("G4", CultureInfo.InvariantCulture),-9}  {Sparkline.Of(losses, CurveWidth),-CurveWidth}  "
            + $"{heldOut}  {p.SamplesPerSecond:N0}/s");
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>The bar; it is told a few times per second.</summary>
    private sealed class Bar(ProgressTask task)
    {
        private const double SecondsBetweenUpdates = 0.05;

        private long last, firstStep;

        public void Move(FitProgress value)
        {
            // The first step is done when it is reported, and it is the one that compiles: the time that is left is reckoned without it.
            firstStep = firstStep == 0 ? Stopwatch.GetTimestamp() : firstStep;
            double done = ((value.Epoch - 1.0) * value.Steps) + value.Step, all = (double)value.Epochs * value.Steps;
            if (done < all && Stopwatch.GetElapsedTime(last).TotalSeconds < SecondsBetweenUpdates)
            {
                return;
            }
            last = Stopwatch.GetTimestamp();
            double left = done > 1 ? Stopwatch.GetElapsedTime(firstStep).TotalSeconds / (done - 1) * (all - done) : 0;
            task.MaxValue = all;
            task.Value = done;
            task.Description = string.Create(CultureInfo.InvariantCulture,
                $"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:G4}  {value.SamplesPerSecond:N0}/s  "
                + $"{TimeSpan.FromSeconds(Math.Min(left, 360_000)):h\\:mm\\:ss} left");
        }
    }
}
