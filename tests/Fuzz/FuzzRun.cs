using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NeuralJit.Fuzz;

/// <summary>Runs the cases of many seeds on several threads.</summary>
internal sealed class FuzzRun
{
    private readonly Recipe? only;
    private readonly TextWriter output;
    private readonly int most;
    private long done;
    private int found;
    private readonly ConcurrentDictionary<string, int> known = [];
    private long nodes;

    public FuzzRun(TextWriter output, Recipe? only = null, int mostFound = 50)
    {
        this.output = output;
        this.only = only;
        most = mostFound;
    }

    /// <summary>The differences that were found.</summary>
    public int Found => found;

    /// <summary>Runs so many graphs from a seed on.</summary>
    public void Run(int firstSeed, int count, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        int next = firstSeed - 1;
        void Work()
        {
            for (int seed = Interlocked.Increment(ref next); seed < firstSeed + count
                && found < most; seed = Interlocked.Increment(ref next))
            {
                Run(seed);
                if (Interlocked.Increment(ref done) % 1000 == 0)
                {
                    Report(start);
                }
            }
        }
        // Threads of its own, with stacks as everywhere: the pool's belong to what is tested.
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work, 16 << 20))];
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        Report(start);
        foreach ((string reason, int times) in known)
        {
            output.WriteLine($"known: {times} times {reason}");
        }
    }

    private void Run(int seed)
    {
        FuzzCase? c = null;
        Difference? difference;
        try
        {
            c = CaseGenerator.Make(seed, only);
            Interlocked.Add(ref nodes, c.Graph.Nodes.Length);
            difference = CaseRunner.Run(c);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            difference = new Difference("generator", error.ToString());
        }
        if (difference is null)
        {
            return;
        }
        FuzzCase? smallest = c is null ? null : Shrinker.Shrink(c, difference, out difference);
        if (smallest is not null && KnownFaults.Find(smallest, difference) is { } reason)
        {
            known.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        }
        else
        {
            Interlocked.Increment(ref found);
            string text = smallest is null ? $"seed {seed}\n{difference}\n" : CaseText.Of(smallest, difference);
            lock (output)
            {
                output.WriteLine(text);
                output.Flush();
            }
        }
    }

    private void Report(long start)
    {
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        lock (output)
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                $"{done} graphs, {(double)nodes / Math.Max(1, done):f1} nodes each, {found} differences, {known.Values.Sum()} known "
                + $"faults, {done / seconds:f1} graphs/s, {seconds:f0} s"));
            output.Flush();
        }
    }
}
