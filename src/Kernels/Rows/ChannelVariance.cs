using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The variance of each channel over (batch, channels, plane): mean and sum of squared deviations of each plane, which is read from memory
/// once, then combined over the batch (Chan, Golub and LeVeque 1979).
/// </summary>
public static unsafe class ChannelVariance
{
    /// <summary>y[c] = Σ (x − mean of channel c)² / divisor.</summary>
    /// <param name="batch">The number of samples.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="columns">The elements of a plane.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="divisor">What the sums are divided by.</param>
    /// <param name="y">The destination: one number per channel.</param>
    public static void Run<T>(long batch, long channels, long columns, T* x, double divisor, T* y)
        where T : unmanaged, INumber<T>
    {
        using var scratch = new Scratch(2 * batch * channels * sizeof(double));
        double* means = (double*)scratch.Address, squares = means + (batch * channels);
        Arguments<T> arguments = new() { X = x, Means = means, Squares = squares, Columns = columns };
        RowLoop<Action<T>, T, Arguments<T>>.Run(arguments, batch * channels, columns);
        for (long c = 0; c < channels; c++)
        {
            double mean = 0, sum = 0;
            for (long n = 0; n < batch; n++)
            {
                mean += means[(n * channels) + c] / batch;
            }

            for (long n = 0; n < batch; n++)
            {
                double deviation = means[(n * channels) + c] - mean;
                sum += squares[(n * channels) + c] + (columns * deviation * deviation);
            }

            y[c] = T.CreateTruncating(sum / divisor);
        }
    }

    private struct Arguments<T>
        where T : unmanaged
    {
        public T* X;
        public double* Means;
        public double* Squares;
        public long Columns;
    }

    private readonly struct Action<T> : ISimdAction<T, RowRange<Arguments<T>>>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in RowRange<Arguments<T>> range)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            Arguments<T> p = range.Arguments;
            for (long row = range.First; row < range.Last; row++)
            {
                T* x = p.X + (row * p.Columns);
                T sum = RowReduction.Run<IdentityMap, SumReducer, W, V, T>(x, x, p.Columns, default);
                T mean = sum / T.CreateTruncating(p.Columns);
                p.Means[row] = double.CreateTruncating(mean);
                p.Squares[row] = double.CreateTruncating(RowReduction.Run<SquaredDifferenceMap, SumReducer, W, V, T>(x, x, p.Columns, mean));
            }
        }
    }
}
