using System.Diagnostics;

namespace NeuralJit.Compilation;

/// <summary>Measures the compiler's phases one after the other.</summary>
internal sealed class PhaseClock
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly List<PhaseReport> phases = [];
    private long last = Stopwatch.GetTimestamp();

    /// <summary>The phases that ended so far.</summary>
    public IReadOnlyList<PhaseReport> Phases => phases;

    /// <summary>Time since the clock was made.</summary>
    public TimeSpan Total => Stopwatch.GetElapsedTime(start);

    /// <summary>Ends a phase; the next one begins.</summary>
    public void End(string name)
    {
        phases.Add(new PhaseReport(name, Stopwatch.GetElapsedTime(last)));
        Skip();
    }

    /// <summary>Begins the next phase; what came before is measured elsewhere (passes measure themselves).</summary>
    public void Skip() => last = Stopwatch.GetTimestamp();
}
