using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The exact floating-point remainder.</summary>
internal static class ModuloMath
{
    /// <summary>x − y·trunc(x / y), exactly, with the sign of x (IEEE fmod).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Truncated<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // While the quotient fits the mantissa, x − q·y is exact; q may be one too far from 0 because x/y was rounded,
        // and then the remainder has the wrong sign and one |y| repairs it, exactly again.
        V magnitude = W.Abs(x);
        V divisor = W.Abs(y);
        V q = W.Truncate(W.Divide(magnitude, divisor));
        V zero = W.Create(0);
        V r = DoubleWord.MultiplyAdd<W, V, T>(W.Negate(q), divisor, magnitude);
        r = W.Select(W.Less(r, zero), W.Add(r, divisor), r);
        r = W.Or(W.Abs(r), W.And(x, W.Create(-0.0)));
        V simple = W.And(
            W.Less(q, ExpMath.Constant<W, V, T>(16777216, 9007199254740992)),
            W.Less(divisor, Simd.FusesMultiplyAdd ? W.Create(double.PositiveInfinity) : ExpMath.Constant<W, V, T>(1e34, 1e299)));
        return W.Any(W.Not(simple)) ? W.Select(simple, r, PerLane.Remainders<W, V, T>(x, y)) : r;
    }
}
