using System.Diagnostics;
using System.Runtime;

namespace NeuralJit.Bench;

/// <summary>What was measured of one run, per call.</summary>
/// <param name="Median">Microseconds: the median over the batches.</param>
/// <param name="Least">Microseconds: the minimum over the batches.</param>
/// <param name="Batches">Number of batches.</param>
/// <param name="Calls">Number of calls in all batches.</param>
/// <param name="Bytes">Bytes allocated per call, by all threads.</param>
/// <param name="OwnLoad">Cores that this process kept busy.</param>
/// <param name="OtherLoad">Cores that anything else kept busy, or null where the system does not tell.</param>
internal sealed record Timing(double Median, double Least, int Batches, int Calls, double Bytes, double OwnLoad, double? OtherLoad)
{
    private const double BatchSeconds = 0.005;
    // At least so long and so many calls, and until no method was compiled for a while: library code is compiled again after 30
    // calls, twice, in the background.
    private const double WarmUpSeconds = 0.4, QuietSeconds = 0.25, MostWarmUpSeconds = 3, ManyCallsSeconds = 1.5;
    private const int ManyCalls = 60;

    /// <summary>
    /// Times a run as the peers' scripts do: batches of as many calls as fill about 5 ms, repeated until
    /// <paramref name="minTime"/> seconds have passed and there are five; weights are put back before each batch.
    /// </summary>
    public static Timing Of(Run run, double minTime)
    {
        int size = Math.Max(1, (int)Math.Ceiling(BatchSeconds / Math.Max(WarmUp(run), 1e-9)));
        double bytes = BytesPerCall(run, size);
        var samples = new List<double>();
        var load = ProcessorLoad.Now();
        for (double spent = 0; spent < minTime || samples.Count < 5;)
        {
            run.Reset();
            double seconds = Batch(run, size);
            samples.Add(seconds / size);
            spent += seconds;
            if (spent > 20 * minTime && samples.Count >= 3)
            {
                break;
            }
        }
        (double own, double? other) = load.Since();
        samples.Sort();
        double median = samples.Count % 2 == 1
            ? samples[samples.Count / 2]
            : (samples[(samples.Count / 2) - 1] + samples[samples.Count / 2]) / 2;
        return new Timing(median * 1e6, samples[0] * 1e6, samples.Count, samples.Count * size, bytes, own, other);
    }

    /// <summary>Calls until the JIT has settled on its best code; gives the seconds of the fastest call.</summary>
    private static double WarmUp(Run run)
    {
        run.Reset();
        double fastest = Batch(run, 1);
        long start = Stopwatch.GetTimestamp(), methods = 0;
        double now = 0, changed = 0;
        for (int calls = 1;
             calls < 3 || now < WarmUpSeconds || (calls < ManyCalls && now < ManyCallsSeconds)
                 || (now - changed < QuietSeconds && now < MostWarmUpSeconds);
             calls++)
        {
            if (run.Trains && calls % 200 == 0)
            {
                run.Reset();
            }
            fastest = Math.Min(fastest, Batch(run, 1));
            now = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (JitInfo.GetCompiledMethodCount() != methods)
            {
                (methods, changed) = (JitInfo.GetCompiledMethodCount(), now);
            }
        }
        return fastest;
    }

    private static double Batch(Run run, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            run.Call();
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The least over a few batches: the JIT's own thread, still busy with other methods, allocates too.</summary>
    private static double BytesPerCall(Run run, int calls)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            run.Reset();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Batch(run, calls);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        return least / (double)calls;
    }
}
