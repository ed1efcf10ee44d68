using System.Diagnostics;
using System.Globalization;
using NeuralJit.Training;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>Shows how a fit goes: a bar on a terminal, some lines elsewhere.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs <paramref name="fit"/> and shows what it reports.</summary>
    public static FitReport Show(string label, Func<IProgress<FitProgress>, FitReport> fit)
    {
        if (Terminal.IsPlain)
        {
            return fit(new Lines(label));
        }
        FitReport? report = null;
        Terminal.Output.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => report = fit(new Bar(label, context.AddTask(Markup.Escape(VisibleText.Of(label))))));
        return report!;
    }

    private static string Describe(string label, FitProgress p) => string.Create(CultureInfo.InvariantCulture,
        $"{label}  epoch {p.Epoch}/{p.Epochs}  loss {p.Loss:F4}  accuracy {100 * p.Accuracy ?? 0:F2} %  {p.SamplesPerSecond:N0} samples/s");

    /// <summary>A line after each tenth of the epochs.</summary>
    private sealed class Lines(string label) : IProgress<FitProgress>
    {
        private const int MostLines = 10;

        public void Report(FitProgress value)
        {
            int every = (value.Epochs + MostLines - 1) / MostLines;
            if (value.Step == value.Steps && (value.Epoch == 1 || value.Epoch == value.Epochs || value.Epoch % every == 0))
            {
                Terminal.Line(Describe(label, value));
            }
        }
    }

    /// <summary>A bar that is told a few times per second.</summary>
    private sealed class Bar(string label, ProgressTask task) : IProgress<FitProgress>
    {
        private const double SecondsBetweenUpdates = 0.05;

        private long last;

        public void Report(FitProgress value)
        {
            bool isLast = value.Epoch == value.Epochs && value.Step == value.Steps;
            if (!isLast && Stopwatch.GetElapsedTime(last).TotalSeconds < SecondsBetweenUpdates)
            {
                return;
            }
            last = Stopwatch.GetTimestamp();
            task.MaxValue = (double)value.Epochs * value.Steps;
            task.Value = ((value.Epoch - 1.0) * value.Steps) + value.Step;
            task.Description = Markup.Escape(Describe(label, value));
        }
    }
}
