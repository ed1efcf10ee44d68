using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>
/// Exact rounding errors, for sums carried in two words (Dekker, 1971; Muller et al., "Handbook of Floating-Point Arithmetic").
/// </summary>
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
        where T : unmanaged => (Vector256.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported
        ? W.MultiplyAdd(a, b, W.Negate(product))
        : ProductErrorByHalves<W, V, T>(a, b, product);

    /// <summary>
    /// a·b + c with the product in full, for formulas that live from it: a sum that is a number of its type comes out exactly, any other
    /// rounded once where the hardware can and otherwise by little more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd<W, V, T>(V a, V b, V c)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => (Vector256.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported
        ? W.MultiplyAdd(a, b, c)
        : MultiplyAddByHalves<W, V, T>(a, b, c);

    /// <summary><see cref="ProductError"/> without a fused operation, for |a| and |b| up to 2^115 (2^996 in float64; NaN beyond).</summary>
    internal static V ProductErrorByHalves<W, V, T>(V a, V b, V product)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V aHigh = UpperHalf<W, V, T>(a);
        V aLow = W.Subtract(a, aHigh);
        V bHigh = UpperHalf<W, V, T>(b);
        V bLow = W.Subtract(b, bHigh);
        V error = W.Subtract(W.Multiply(aHigh, bHigh), product);
        error = W.Add(W.Add(error, W.Multiply(aHigh, bLow)), W.Multiply(aLow, bHigh));
        return W.Add(error, W.Multiply(aLow, bLow));
    }

    /// <summary><see cref="MultiplyAdd"/> without a fused operation, within the same limits.</summary>
    internal static V MultiplyAddByHalves<W, V, T>(V a, V b, V c)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V product = W.Multiply(a, b);
        V sum = W.Add(product, c);
        V low = W.Add(SumError<W, V, T>(product, c, sum), ProductErrorByHalves<W, V, T>(a, b, product));

        // Adding nothing would turn −0 into +0.
        return W.Select(W.Equal(low, W.Create(0)), sum, W.Add(sum, low));
    }

    /// <summary>The upper half of a's digits, so that products of halves are exact (Veltkamp).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V UpperHalf<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V scaled = W.Multiply(a, ExpMath.Constant<W, V, T>((1 << 12) + 1, (1 << 27) + 1));
        return W.Subtract(scaled, W.Subtract(scaled, a));
    }
}
