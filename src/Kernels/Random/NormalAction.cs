using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Pairs of uniforms (u, v) as the point with radius √(−2·ln(1 − u)) and angle 2π·v, whose coordinates are independent
/// normal numbers (Box and Muller, "A note on the generation of random normal deviates", 1958). 1 − u is never 0.
/// </summary>
internal readonly unsafe struct NormalAction<T> : IRandomAction<T>, ISimdAction<T, RandomSpan<T>>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(T* uniforms, T* y, int count) =>
        Simd.Run<NormalAction<T>, T, RandomSpan<T>>(new RandomSpan<T>(uniforms, y, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RandomSpan<T> span)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int i = 0;
        for (; i <= span.Count - (2 * W.Count); i += 2 * W.Count)
        {
            Pairs<W, V>(span.Uniforms + i, span.Y + i);
        }

        // What is left goes through one more register on the side.
        int rest = span.Count - i;
        if (rest > 0)
        {
            T* from = stackalloc T[128];
            T* to = stackalloc T[128];
            new Span<T>(from, 2 * W.Count).Clear();
            new ReadOnlySpan<T>(span.Uniforms + i, rest).CopyTo(new Span<T>(from, rest));
            Pairs<W, V>(from, to);
            new ReadOnlySpan<T>(to, rest).CopyTo(new Span<T>(span.Y + i, rest));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs<W, V>(T* uniforms, T* y)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        V log = LogOperator.Apply<W, V, T>(W.Subtract(W.Create(1), W.Gather(uniforms, 2)));
        V radius = W.Sqrt(W.Multiply(W.Create(-2), log));
        V angle = W.Multiply(W.Create(2 * Math.PI), W.Gather(uniforms + 1, 2));
        W.Scatter(W.Multiply(radius, CosOperator.Apply<W, V, T>(angle)), y, 2);
        W.Scatter(W.Multiply(radius, SinOperator.Apply<W, V, T>(angle)), y + 1, 2);
    }
}
