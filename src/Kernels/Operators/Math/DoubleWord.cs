using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Exact rounding errors, for sums carried in two words (Dekker, 1971; Muller et al., "Handbook of Floating-Point Arithmetic").</summary>
internal static class DoubleWord
{
    /// <summary>a + b − sum for sum = round(a + b); either may be the greater (Knuth's two-sum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SumError<W, V, T>(V a, V b, V sum)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V roundedB = W.Subtract(sum, a);
        return W.Add(W.Subtract(a, W.Subtract(sum, roundedB)), W.Subtract(b, roundedB));
    }

    /// <summary>a + b − sum for sum = round(a + b) where |a| ≥ |b| or a = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OrderedSumError<W, V, T>(V a, V b, V sum)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Add(W.Subtract(a, sum), b);

    /// <summary>a·b − product for product = round(a·b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ProductError<W, V, T>(V a, V b, V product)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.MultiplyAdd(a, b, W.Negate(product));
}
