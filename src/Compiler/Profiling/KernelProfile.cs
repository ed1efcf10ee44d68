namespace NeuralJit.Compilation;

/// <summary>The time of a kernel.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Median">Microseconds, the median of the profiled runs.</param>
/// <param name="Minimum">Microseconds, the fastest of them.</param>
/// <param name="Share">The part of the time of all kernels, from 0 to 1, by medians.</param>
public sealed record KernelProfile(KernelReport Kernel, double Median, double Minimum, double Share)
{
    /// <summary>Floating-point operations per second, by the median; 0 where the clock is too coarse.</summary>
    public double FlopsPerSecond => PerSecond(Kernel.Flops);

    /// <summary>Bytes read and written per second, by the median; 0 where the clock is too coarse.</summary>
    public double BytesPerSecond => PerSecond(Kernel.BytesRead + Kernel.BytesWritten);

    /// <summary>
    /// The part of what the machine could do, from 0 to 1: its least time for these operations and bytes by the kernel's median. Above 1
    /// where data come from a cache.
    /// </summary>
    public double EfficiencyOn(MachinePeak peak) =>
        Median == 0 ? 0 : peak.LeastMicroseconds(Kernel.Flops, Kernel.BytesRead + Kernel.BytesWritten) / Median;

    private double PerSecond(long count) => Median == 0 ? 0 : count / Median * 1e6;
}
