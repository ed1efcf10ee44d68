using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x − tanh x, accurate near 0, where the difference cancels.</summary>
public readonly struct TanhshrinkOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Lambert's fraction: with z = x² and B = 3 + z/(5 + z/(7 + …)), tanh x = x·B/(B + z), so that the difference is x·z/(B + z), all
        // terms positive. Above 1.5 the result is so great that tanh's error is no greater in its units.
        V z = W.Multiply(x, x);
        V part = typeof(T) == typeof(float) ? Fraction32<W, V, T>(z) : Fraction64<W, V, T>(z);
        V far = W.Subtract(x, TanhOperator.Apply<W, V, T>(x));
        return W.Select(W.Less(W.Abs(x), W.Create(1.5)), W.Multiply(x, W.Multiply(z, part)), far);
    }

    /// <summary>
    /// 1/(B + z) with 6 terms, numerator and denominator multiplied by 87/64: rounding takes up to twice as much just above a power of two
    /// as just below, and with this factor the two are never both just above where the result is just below.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fraction32<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        const double Scale = 87.0 / 64;
        V p = W.MultiplyAdd(W.MultiplyAdd(W.Create(Scale * 27), z, W.Create(Scale * 2772)), z, W.Create(Scale * 45045));
        V q = W.MultiplyAdd(W.MultiplyAdd(W.Create(Scale * 28), z, W.Create(Scale * 3150)), z, W.Create(Scale * 62370));
        return W.Divide(p, W.MultiplyAdd(q, z, W.Create(Scale * 135135)));
    }

    /// <summary>1/(B + z) with 11 terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fraction64<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Add(z, W.Create(2925)), z, W.Create(1276275));
        p = W.MultiplyAdd(p, z, W.Create(174594420));
        p = W.MultiplyAdd(p, z, W.Create(8249586345));
        p = W.MultiplyAdd(p, z, W.Create(105411381075));
        V q = W.MultiplyAdd(W.Add(z, W.Create(3003)), z, W.Create(1351350));
        q = W.MultiplyAdd(q, z, W.Create(192972780));
        q = W.MultiplyAdd(q, z, W.Create(9820936125));
        q = W.MultiplyAdd(q, z, W.Create(151242416325));
        return W.Divide(p, W.MultiplyAdd(q, z, W.Create(316234143225)));
    }
}
