using System.Globalization;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>Where the time of a program goes. All times are in microseconds.</summary>
public sealed record ProgramProfile
{
    /// <summary>What was compiled.</summary>
    public required CompilationReport Report { get; init; }

    /// <summary>How many runs were profiled, and as many were timed as a whole.</summary>
    public required int Runs { get; init; }

    /// <summary>The median time of whole runs that nobody watched.</summary>
    public required double WallMedian { get; init; }

    /// <summary>The time of the fastest run that nobody watched.</summary>
    public required double WallMinimum { get; init; }

    /// <summary>
    /// The kernels in the order in which they run (those that run only when a parameter has changed are not among them); none where no code
    /// was generated.
    /// </summary>
    public required IReadOnlyList<KernelProfile> Kernels { get; init; }

    /// <summary>What each thread did during one more run, in the order in which it began.</summary>
    public required IReadOnlyList<ProfilePiece> Pieces { get; init; }

    /// <summary>The threads that took part in that run, the caller first.</summary>
    public required IReadOnlyList<string> Threads { get; init; }

    /// <summary>How many threads the program may use.</summary>
    public required int MostThreads { get; init; }

    /// <summary>What the machine can do on so many threads; measured when it is asked for, once in a process.</summary>
    public MachinePeak Peak => MachinePeak.Measure(MostThreads);

    /// <summary>
    /// Writes the run of <see cref="Pieces"/> in the format of Chrome's trace viewer and Perfetto (a JSON array of events).
    /// </summary>
    public void WriteTrace(Stream stream) => ProfileTrace.Write(this, stream);

    /// <summary>The kernels as a table, the slowest first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"run: median {WallMedian:F2} us, minimum {WallMinimum:F2} us ({Runs} runs, {MostThreads} "
            + $"thread{(MostThreads == 1 ? "" : "s")})\n");
        text.Append(" share  median us     min us   GFLOP/s      GB/s  kernel\n");
        foreach (KernelProfile kernel in Kernels.OrderByDescending(k => k.Median))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{kernel.Share,6:P0} {kernel.Median,10:F2} {kernel.Minimum,10:F2} {kernel.FlopsPerSecond / 1e9,9:F2} "
                + $"{kernel.BytesPerSecond / 1e9,9:F2}  {kernel.Kernel.Name}\n");
        }
        return text.ToString();
    }
}
