using System.Diagnostics;
using System.Globalization;

namespace NeuralJit.Bench;

/// <summary>How busy the machine was during a measurement: a busy neighbour explains an odd number.</summary>
internal readonly struct ProcessorLoad
{
    private const double TicksPerSecond = 100;

    private readonly long start;
    private readonly TimeSpan own;
    private readonly double? all;

    private ProcessorLoad(long start, TimeSpan own, double? all)
    {
        this.start = start;
        this.own = own;
        this.all = all;
    }

    /// <summary>Begins a measurement.</summary>
    public static ProcessorLoad Now() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, BusySeconds());

    /// <summary>Cores kept busy since then, on average: by this process, and by anything else.</summary>
    public (double Own, double? Other) Since()
    {
        ProcessorLoad now = Now();
        double wall = Math.Max(Stopwatch.GetElapsedTime(start, now.start).TotalSeconds, 1e-9);
        double mine = (now.own - own).TotalSeconds;
        return (mine / wall, now.all - all is { } everyone ? Math.Max(0, everyone - mine) / wall : null);
    }

    /// <summary>Seconds that all cores together were busy or stolen since the machine started; Linux only.</summary>
    private static double? BusySeconds()
    {
        const string Statistics = "/proc/stat";
        if (!File.Exists(Statistics))
        {
            return null;
        }
        using StreamReader reader = File.OpenText(Statistics);
        string[] fields = (reader.ReadLine() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 9)
        {
            return null;
        }
        // cpu user nice system idle iowait irq softirq steal
        double ticks = 0;
        foreach (int i in (ReadOnlySpan<int>)[1, 2, 3, 6, 7, 8])
        {
            ticks += double.Parse(fields[i], CultureInfo.InvariantCulture);
        }
        return ticks / TicksPerSecond;
    }
}
