using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Normalisation by the statistics of each channel, (x − mean) / √(variance + ε) · weight + bias, over planes (batch, channels, plane).
/// </summary>
public static unsafe class ChannelNormRows
{
    /// <summary>Normalises planes that lie one after the other by given statistics: those of their channel.</summary>
    /// <param name="rows">The number of planes: batch times channels.</param>
    /// <param name="columns">The elements of a plane.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="channel">Mean, variance, weight and bias.</param>
    /// <param name="y">The destination, dense; may be the source.</param>
    public static void Run<T>(long rows, long columns, T* x, in ChannelNumbers<T> channel, T* y)
        where T : unmanaged =>
        SimdLoop<Job<T>, T>.Run(new(columns, x, channel, y), rows, columns);

    /// <summary>Normalises planes by mean and biased variance of their channel over the batch.</summary>
    /// <param name="batch">The number of samples.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="columns">The elements of a plane.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="weight">One factor per channel, or null for 1.</param>
    /// <param name="bias">One summand per channel, or null for 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">The destination, dense; may be the source.</param>
    public static void RunOfBatch<T>(long batch, long channels, long columns, T* x, T* weight, T* bias, double epsilon, T* y)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        using var scratch = new Scratch(2 * channels * sizeof(T));
        T* mean = (T*)scratch.Address, variance = mean + channels;
        ChannelVariance.Run(batch, channels, columns, x, (double)batch * columns, mean, variance);
        var numbers =
            new ChannelNumbers<T> { Count = channels, Mean = mean, Variance = variance, Weight = weight, Bias = bias, Epsilon = epsilon };
        Run(batch * channels, columns, x, numbers, y);
    }

    private readonly struct Job<T>(long columns, T* x, ChannelNumbers<T> channel, T* y) : ISimdJob<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            ChannelNumbers<T> of = channel;
            long count = columns;
            for (long row = begin; row < end; row++)
            {
                long c = row % of.Count;
                V mean = W.Broadcast(of.Mean[c]);
                V scale = W.Divide(W.Create(1), W.Sqrt(W.Add(W.Broadcast(of.Variance[c]), W.Create(of.Epsilon))));
                scale = of.Weight == null ? scale : W.Multiply(W.Broadcast(of.Weight[c]), scale);
                // −0 leaves every number as it is, a zero of either sign too.
                V bias = of.Bias == null ? W.Create(-0.0) : W.Broadcast(of.Bias[c]);
                Plane<W, V>(x + (row * count), y + (row * count), count, mean, scale, bias);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Plane<W, V>(T* x, T* y, long count, V mean, V scale, V bias)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(W.MultiplyAdd(W.Subtract(W.Load(x + i), mean), scale, bias), y + i);
            }

            if (i < count)
            {
                int rest = (int)(count - i);
                W.StorePartial(W.MultiplyAdd(W.Subtract(W.LoadPartial(x + i, rest), mean), scale, bias), y + i, rest);
            }
        }
    }
}
