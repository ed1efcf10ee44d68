using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Measures a model on held-out images; training and evaluation say the same in the same words.</summary>
internal static class HeldOut
{
    /// <summary>Measures, tells it, and gives what the model takes each image for.</summary>
    public static Guess[] Measure(SavedModel model, ImageSet test, CompileOptions compile, CancellationToken cancellation)
    {
        Guess[] guesses = Guess.All(model, test, compile, cancellation);
        long[] labels = test.Labels.Span<long>().ToArray();
        int right = guesses.Zip(labels).Count(g => g.First.Class == g.Second);
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"held-out accuracy {100.0 * right / test.Count:F2} % ({right} of {test.Count}), loss {guesses.Average(g => g.Loss):G4}"));
        return guesses;
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
