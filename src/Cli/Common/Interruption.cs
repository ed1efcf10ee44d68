using System.Runtime.InteropServices;

namespace NeuralJit.Cli;

/// <summary>Turns Ctrl-C (and a request to terminate) into a cancelled token; a second Ctrl-C ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>The exit code of an interrupted command, as shells have it: 128 + SIGINT.</summary>
    public const int ExitCode = 130;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Begins to listen.</summary>
    public Interruption()
    {
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, Cancel))];
    }

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }
        source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        if (!signal.Cancel)
        {
            // The process ends here, perhaps in the middle of a bar that hides the cursor.
            Terminal.ShowCursor();
        }
        source.Cancel();
    }
}
