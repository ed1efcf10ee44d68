using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>1 where the uniform is below the parameter, else 0.</summary>
internal readonly unsafe struct BernoulliAction<T> : IRandomAction<T>, ISimdAction<T, RandomSpan<T>>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(T* uniforms, T* y, int count, double parameter) =>
        Simd.Run<BernoulliAction<T>, T, RandomSpan<T>>(new RandomSpan<T>(uniforms, y, count, parameter));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RandomSpan<T> span)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        V probability = W.Create(span.Parameter);
        for (int i = 0; i < span.Count; i += W.Count)
        {
            int rest = Math.Min(W.Count, span.Count - i);
            V below = W.Less(W.LoadPartial(span.Uniforms + i, rest), probability);
            W.StorePartial(W.And(below, W.Create(1)), span.Y + i, rest);
        }
    }
}
