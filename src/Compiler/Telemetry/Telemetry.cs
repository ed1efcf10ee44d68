using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeuralJit.Compilation;

/// <summary>
/// What dotnet-counters, dotnet-trace and OpenTelemetry see of compilations and runs, under the name NeuralJit. While nobody listens a run
/// asks <see cref="ListensToRuns"/> and nothing else.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of the meter, the activity source and the event source.</summary>
    public const string Name = "NeuralJit";

    private const string ProgramTag = "neuraljit.program";

    // The platform finds sources and instruments by name among all that exist, so each exists once in a process.
    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>(
        "neuraljit.runs", "{run}", "Runs of compiled programs that completed");
    private static readonly Histogram<double> RunTime = Meter.CreateHistogram<double>("neuraljit.run.duration", "s", "Time of a run");
    private static readonly Counter<long> Compilations = Meter.CreateCounter<long>(
        "neuraljit.compilations", "{compilation}", "Programs compiled");
    private static readonly Counter<long> Recompiles = Meter.CreateCounter<long>(
        "neuraljit.recompiles", "{compilation}", "Programs compiled by functions that had compiled one before");
    private static readonly Histogram<double> CompileTime = Meter.CreateHistogram<double>(
        "neuraljit.compile.duration", "s", "Time from a traced graph to its program");
    private static readonly Counter<long> ArenaBytes = Meter.CreateCounter<long>(
        "neuraljit.arena.allocated", "By", "Bytes allocated for arenas: one for each concurrent caller of a program");

    /// <summary>Whether anybody counts, times or traces runs.</summary>
    public static bool ListensToRuns => Runs.Enabled || RunTime.Enabled || Activities.HasListeners();

    /// <summary>A run that somebody listens to.</summary>
    public static unsafe void Run(string program, RunBody body, nint* arguments, CancellationToken cancellation)
    {
        using Activity? activity = Activities.StartActivity("neuraljit.run");
        activity?.SetTag(ProgramTag, program);
        long start = Stopwatch.GetTimestamp();
        try
        {
            body(arguments, cancellation);
        }
        catch (Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            throw;
        }
        KeyValuePair<string, object?> tag = new(ProgramTag, program);
        // A TimeSpan counts tenths of a microsecond: short runs would take none.
        RunTime.Record((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency, tag);
        Runs.Add(1, tag);
    }

    /// <summary>Compiles with <paramref name="build"/>, in an activity and between two events.</summary>
    /// <param name="program">The name of what is compiled.</param>
    /// <param name="cause">Why it is compiled.</param>
    /// <param name="nodes">The size of the traced graph.</param>
    /// <param name="build">Compiles, and says what came of it.</param>
    public static T Compile<T>(string program, string cause, int nodes, Func<(T Result, CompilationFigures Figures)> build)
    {
        using Activity? activity = Activities.StartActivity("neuraljit.compile");
        activity?.SetTag(ProgramTag, program).SetTag("neuraljit.cause", cause).SetTag("neuraljit.nodes", nodes);
        NeuralJitEventSource.Log.CompileStart(program, cause, nodes);
        (T Result, CompilationFigures Figures) made;
        try
        {
            made = build();
        }
        catch (Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            NeuralJitEventSource.Log.CompileFailed(program, error.Message);
            throw;
        }
        (int kernels, int newKernels, TimeSpan time) = made.Figures;
        activity?.SetTag("neuraljit.kernels", kernels).SetTag("neuraljit.new_kernels", newKernels);
        NeuralJitEventSource.Log.CompileStop(program, kernels, newKernels, time.TotalMilliseconds);
        KeyValuePair<string, object?> tag = new(ProgramTag, program);
        CompileTime.Record(time.TotalSeconds, tag);
        Compilations.Add(1, tag);
        return made.Result;
    }

    /// <summary>Counts a program that a function compiled after its first.</summary>
    public static void CountRecompile(string program, string reason) =>
        Recompiles.Add(1, new(ProgramTag, program), new("neuraljit.reason", reason));

    /// <summary>Counts the memory of a new arena.</summary>
    public static void CountArena(long bytes) => ArenaBytes.Add(bytes);
}
