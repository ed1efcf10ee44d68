using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>
/// Trains a classifier, then shows on one screen what it learned, what the compiler made of it, and how much faster that is.
/// </summary>
internal static class Demo
{
    private const int CurveWidth = 40;

    /// <summary>Runs the demonstration; gives the exit code.</summary>
    public static int Run(DemoSettings settings)
    {
        using var interruption = new Interruption();
        (Dataset training, Dataset test) = Digits.LoadSplit();
        Terminal.Row("digits", $"{training.Count:N0} to train on, {test.Count} held out (UCI; Alpaydin, Kaynak; CC BY 4.0)");
        var accuracies = new List<double>();
        DemoRun? first = null;
        for (int i = 0; i < settings.Seeds; i++)
        {
            var run = new DemoRun(settings, settings.Seed + i, training);
            (FitOutcome outcome, double accuracy) = Train(run, settings, test, interruption.Token);
            first ??= run;
            accuracies.Add(accuracy);
            if (outcome != FitOutcome.Completed)
            {
                return outcome == FitOutcome.Interrupted ? Interruption.ExitCode : CommandLine.Failed;
            }
        }
        if (accuracies.Count > 1)
        {
            Terminal.Row("median", $"held-out accuracy over {accuracies.Count} seeds: {Percent(Median(accuracies))}");
        }
        Show(settings, first!, training, test);
        return 0;
    }

    private static (FitOutcome Outcome, double Accuracy) Train(
        DemoRun run, DemoSettings settings, Dataset test, CancellationToken cancellation)
    {
        if (run.Seed == settings.Seed)
        {
            (int hidden, long parameters) = (DigitClassifier.Hidden, run.Classifier.Model.ParameterCount);
            Terminal.Row("model", $"Linear 64 → {hidden}, ReLU, Linear {hidden} → 10: {parameters:N0} parameters");
        }
        if (settings.Seeds > 1)
        {
            Terminal.Row("seed", $"{run.Seed}");
        }
        FitReport report = run.Fit(settings, cancellation);
        Terminal.Row(
            "training", $"{report.Message}: compiled in {run.Compiling.TotalSeconds:F2} s, trained in {report.Duration.TotalSeconds:F2} s");
        if (run.Losses.Count > 1)
        {
            Terminal.Row("loss", $"{Sparkline.Of(run.Losses, CurveWidth)}  {run.Losses[0]:G4} → {run.Losses[^1]:G4}");
        }
        // An interrupted fit is evaluated too: that is the report.
        Evaluation evaluation = new Evaluator(run.Step.Objective, settings.Compile).Run(test, cancellation: CancellationToken.None);
        double accuracy = evaluation.Accuracy ?? 0;
        Terminal.Row("result",
            $"held-out accuracy {Percent(accuracy)} ({Math.Round(accuracy * test.Count):F0} of {test.Count}), loss {evaluation.Loss:G4}");
        return (report.Outcome, accuracy);
    }

    private static void Show(DemoSettings settings, DemoRun run, Dataset training, Dataset test)
    {
        CompiledProgram step = run.Compiled;
        CompiledProgram forward = Compiler.Compile(run.Classifier.Model.Forward, settings.Compile).For(test.Inputs.Shape);
        int written = step.Report.Original.Nodes.Length;
        Terminal.Row("compiler",
            $"training step: {written} values in the graph → {step.Report.Kernels.Count} kernels, {step.Report.ArenaBytes:N0} bytes");
        Terminal.Line();
        Predictions.Show(forward, test);
        Terminal.Line();
        SpeedBars.Show(settings, training);
        if (settings.Verbose)
        {
            Terminal.Heading("Model");
            Terminal.Line(run.Classifier.Model.ToString());
            ShowProgram("Compiled training step (forward, backward and Adam in one program)", step);
            ShowProgram("Compiled inference", forward);
        }
        Terminal.Line();
        Terminal.Row("next", $"{CommandLine.Invocation} inspect demo");
        Terminal.Row("", $"with --train --profile --out demo.html it is a page for a browser");
    }

    private static void ShowProgram(string title, CompiledProgram program)
    {
        Terminal.Heading(title);
        ReportText.WritePasses(program.Report);
        ReportText.WriteKernels(program.Report);
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");
}
