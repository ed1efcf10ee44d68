using System.Diagnostics.Tracing;

namespace NeuralJit.Compilation;

/// <summary>Events of compilations, for dotnet-trace and PerfView.</summary>
[EventSource(Name = Telemetry.Name)]
internal sealed class NeuralJitEventSource : EventSource
{
    private NeuralJitEventSource()
    {
    }

    /// <summary>The source.</summary>
    public static NeuralJitEventSource Log { get; } = new();

    /// <summary>A compilation begins.</summary>
    [Event(1, Level = EventLevel.Informational)]
    public void CompileStart(string program, string cause, int nodes) => WriteEvent(1, program, cause, nodes);

    /// <summary>A compilation has ended.</summary>
    [Event(2, Level = EventLevel.Informational)]
    public void CompileStop(string program, int kernels, int newKernels, double milliseconds) =>
        WriteEvent(2, program, kernels, newKernels, milliseconds);

    /// <summary>A compilation has failed.</summary>
    [Event(3, Level = EventLevel.Error)]
    public void CompileFailed(string program, string error) => WriteEvent(3, program, error);
}
