using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Measures a model on held-out images; training and evaluation say the same in the same words.</summary>
internal static class HeldOut
{
    /// <summary>Measures and tells it.</summary>
    public static void Measure(SavedModel model, ImageSet test, CompileOptions compile, CancellationToken cancellation)
    {
        Evaluation evaluation = new Evaluator(model.Objective(), compile).Run(test.Normalize(model.Normalization), cancellation: cancellation);
        double accuracy = evaluation.Accuracy ?? 0;
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"held-out accuracy {100 * accuracy:F2} % ({accuracy * evaluation.Samples:F0} of {evaluation.Samples}), loss {evaluation.Loss:R}"));
    }

    /// <summary>Runs what can be interrupted; gives the exit code.</summary>
    public static int Show(Action show)
    {
        try
        {
            show();
            return 0;
        }
        catch (OperationCanceledException)
        {
            Terminal.Line("interrupted");
            return Interruption.ExitCode;
        }
    }
}
