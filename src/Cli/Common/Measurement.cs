using System.Diagnostics;

namespace NeuralJit.Cli;

/// <summary>What a call costs once warm.</summary>
/// <param name="Microseconds">The least time per call over batches of calls.</param>
/// <param name="Bytes">Bytes allocated per call by all threads.</param>
internal readonly record struct Measurement(double Microseconds, double Bytes)
{
    private const double WarmUpSeconds = 0.25;
    private const double Seconds = 0.25;
    private const double BatchSeconds = 0.005;

    /// <summary>Measures a call; short on purpose, the bench is for numbers to rely on.</summary>
    public static Measurement Of(Action call)
    {
        double fastest = Repeat(call, 1);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds;)
        {
            fastest = Math.Min(fastest, Repeat(call, 1));
        }
        int size = Math.Max(1, (int)(BatchSeconds / Math.Max(fastest, 1e-9)));
        double best = double.MaxValue;
        long bytes = long.MaxValue;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds;)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            best = Math.Min(best, Repeat(call, size));
            bytes = Math.Min(bytes, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        return new Measurement(best * 1e6, (double)bytes / size);
    }

    /// <summary>Seconds per call.</summary>
    private static double Repeat(Action call, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            call();
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }
}
