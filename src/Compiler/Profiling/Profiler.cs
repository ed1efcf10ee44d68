using System.Diagnostics;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Measures the runs of a session.</summary>
internal static class Profiler
{
    private const int WarmUps = 3;

    /// <summary>Profiles: watched runs and unwatched ones take turns, so that both meet the same state of the machine.</summary>
    public static ProgramProfile Run(ProgramSession session, CompilationReport report, int runs, int threads)
    {
        KernelReport[] kernels = [.. report.Kernels.Where(k => !k.Prepared)];
        var timer = new StepTimer(kernels.Length, runs + WarmUps);
        double[] walls = new double[runs + WarmUps];
        for (int i = 0; i < walls.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            session.Run();
            walls[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            timer.NextRun();
            session.Run(timer);
        }
        double[][] times = [.. kernels.Select((_, i) => timer.Of(i)[WarmUps..])];
        double[] medians = [.. times.Select(Median)];
        double all = medians.Sum();
        PieceRecorder pieces = Record(session);
        return new ProgramProfile
        {
            Report = report,
            Runs = runs,
            WallMedian = Median(walls[WarmUps..]),
            WallMinimum = walls[WarmUps..].Min(),
            Kernels = [.. kernels.Select((k, i) => new KernelProfile(k, medians[i], times[i].Min(), all > 0 ? medians[i] / all : 0))],
            Pieces = pieces.Pieces(),
            Threads = pieces.Threads(),
            MostThreads = Math.Min(threads <= 0 ? int.MaxValue : threads, WorkerPool.Threads),
        };
    }

    /// <summary>The second of two runs: the first one compiles what records.</summary>
    private static PieceRecorder Record(ProgramSession session)
    {
        session.Run(new PieceRecorder());
        var recorder = new PieceRecorder();
        session.Run(recorder);
        return recorder;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
