using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The variance of each channel over (batch, channels, plane): mean and sum of squared deviations of each plane, which is read from memory
/// once, then combined over the batch (Chan, Golub and LeVeque 1979).
/// </summary>
public static unsafe class ChannelVariance
{
    /// <summary>variance[c] = Σ (x − mean of channel c)² / divisor, and the mean where it is wanted.</summary>
    /// <param name="batch">The number of samples.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="columns">The elements of a plane.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="divisor">What the sums are divided by.</param>
    /// <param name="mean">The destination of the means, one number per channel; null where they are not wanted.</param>
    /// <param name="variance">The destination of the variances: one number per channel.</param>
    public static void Run<T>(long batch, long channels, long columns, T* x, double divisor, T* mean, T* variance)
        where T : unmanaged, INumber<T>
    {
        using var scratch = new Scratch(2 * batch * channels * sizeof(double));
        double* means = (double*)scratch.Address, squares = means + (batch * channels);
        SimdLoop<Job<T>, T>.Run(new(columns, x, means, squares), batch * channels, columns);
        for (long c = 0; c < channels; c++)
        {
            // Of one mean per sample there may be many: a second level for float64, too.
            double total = 0, sum = 0, low = 0;
            for (long n = 0; n < batch; n++)
            {
                RunningSum.Add<SimdScalar<double>, double, double>(ref total, ref low, means[(n * channels) + c]);
            }

            double average = total / batch;
            low = 0;
            for (long n = 0; n < batch; n++)
            {
                double deviation = means[(n * channels) + c] - average;
                RunningSum.Add<SimdScalar<double>, double, double>(
                    ref sum, ref low, squares[(n * channels) + c] + (columns * deviation * deviation));
            }

            variance[c] = T.CreateTruncating(sum / divisor);
            if (mean != null)
            {
                mean[c] = T.CreateTruncating(average);
            }
        }
    }

    private readonly struct Job<T>(long columns, T* x, double* means, double* squares) : ISimdJob<T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            for (long row = begin; row < end; row++)
            {
                T* plane = x + (row * columns);
                T sum = RowReduction.Run<IdentityMap, SumReducer, W, V, T>(plane, plane, columns, default);
                T mean = sum / T.CreateTruncating(columns);
                means[row] = double.CreateTruncating(mean);
                squares[row] = double.CreateTruncating(
                    RowReduction.Run<SquaredDifferenceMap, SumReducer, W, V, T>(plane, plane, columns, mean));
            }
        }
    }
}
