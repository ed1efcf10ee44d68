using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>A profile as document.</summary>
internal static class ProfileTable
{
    /// <summary>The times; a profile counts the kernels that run every time, a document all kernels.</summary>
    public static DocumentProfile Of(ProgramProfile profile)
    {
        int[] positions = [.. Enumerable.Range(0, profile.Report.Kernels.Count).Where(i => !profile.Report.Kernels[i].Prepared)];
        return new DocumentProfile
        {
            Runs = profile.Runs,
            Threads = profile.MostThreads,
            MedianMicroseconds = profile.WallMedian,
            MinMicroseconds = profile.WallMinimum,
            PeakGflops = profile.Peak.FlopsPerSecond / 1e9,
            PeakGbs = profile.Peak.BytesPerSecond / 1e9,
            Kernels = [.. profile.Kernels.Select((k, i) => new DocumentKernelTime(positions[i], k.Median, k.Minimum))],
            Events = [.. profile.Pieces.Select(p => new DocumentEvent(positions[p.Kernel], p.Thread, p.Start, p.Duration))],
        };
    }
}
