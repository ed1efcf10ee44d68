using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The error function. float32 by minimax functions; float64 by the
/// scaled complementary error function erfcx(x) = e^(x²)·erfc(x), a polynomial in (x − 4)/(x + 4) over 1 + 2x
/// (Shepherd and Laframboise, "Chebyshev approximation of (1 + 2x)exp(x²)erfc x", 1981).
/// </summary>
internal static class ErfMath
{
    /// <summary>
    /// erf in float32: x + x·P(x²) up to 1, then 1 − 2^Q(x) with a polynomial Q for log2(erfc(x)): there an error of
    /// erfc is worth at most a sixth in erf. Beyond 4 it rounds to ±1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V a = W.MinNative(W.Create(4), W.Abs(x));
        V z = W.Multiply(x, x);
        V p = W.MultiplyAdd(W.Create(7.8538775316191324e-5), z, W.Create(-0.00080101982624365479));
        p = W.MultiplyAdd(p, z, W.Create(0.005188328186418862));
        p = W.MultiplyAdd(p, z, W.Create(-0.026853812190997363));
        p = W.MultiplyAdd(p, z, W.Create(0.11283585154976807));
        p = W.MultiplyAdd(p, z, W.Create(-0.37612625824920031));
        p = W.MultiplyAdd(p, z, W.Create(0.12837916572682327));
        V near = W.MultiplyAdd(p, x, x);
        V far = W.Subtract(W.Create(1), Complement<W, V, T>(a));
        return W.Select(W.Less(a, W.Create(1)), near, W.Or(far, W.And(x, W.Create(-0.0))));
    }

    /// <summary>erfc(a) = 2^Q(a) for 1 ≤ a ≤ 4, to about 22 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Complement<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V q = W.MultiplyAdd(W.Create(-2.2238661385544792e-5), a, W.Create(0.00050868852928071091));
        q = W.MultiplyAdd(q, a, W.Create(-0.0053075029681108127));
        q = W.MultiplyAdd(q, a, W.Create(0.033932732356432848));
        q = W.MultiplyAdd(q, a, W.Create(-0.15184352652335639));
        q = W.MultiplyAdd(q, a, W.Create(-0.91855608717588116));
        q = W.MultiplyAdd(q, a, W.Create(-1.6266658680302747));
        q = W.MultiplyAdd(q, a, W.Create(-0.00046301788417616062));
        V n = W.Round(q);
        V r = W.Subtract(q, n);
        V p = W.MultiplyAdd(W.Create(0.0013407406699274082), r, W.Create(0.0096719828962609557));
        p = W.MultiplyAdd(p, r, W.Create(0.055503079501544269));
        p = W.MultiplyAdd(p, r, W.Create(0.24022232954207574));
        p = W.MultiplyAdd(p, r, W.Create(0.69314721512186453));
        return W.ScaleB(W.MultiplyAdd(p, r, W.Create(1)), n);
    }

    /// <summary>erf in float64: x·P(x²) up to 1, then 1 − e^(−x²)·erfcx(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ByParts<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V a = W.MinNative(W.Create(6), W.Abs(x));
        V z = W.Multiply(a, a);
        V p = W.MultiplyAdd(W.Create(5.9452900310372855025e-11), z, W.Create(-1.1365683248456952565e-9));
        p = W.MultiplyAdd(p, z, W.Create(1.4657884472637241672e-8));
        p = W.MultiplyAdd(p, z, W.Create(-1.6350025936209924798e-7));
        p = W.MultiplyAdd(p, z, W.Create(1.6460972886829844585e-6));
        p = W.MultiplyAdd(p, z, W.Create(-0.000014925593511401866208));
        p = W.MultiplyAdd(p, z, W.Create(0.0001205533103709396452));
        p = W.MultiplyAdd(p, z, W.Create(-0.00085483269787477019676));
        p = W.MultiplyAdd(p, z, W.Create(0.0052239776247809648915));
        p = W.MultiplyAdd(p, z, W.Create(-0.026866170645072905183));
        p = W.MultiplyAdd(p, z, W.Create(0.11283791670954857548));
        p = W.MultiplyAdd(p, z, W.Create(-0.37612638903183747605));
        p = W.MultiplyAdd(p, z, W.Create(1.1283791670955125737));
        V tail = W.Multiply(ExpMath.OfNegative<W, V, T>(W.Negate(z)), ScaledComplement<W, V, T>(a, 1));
        V far = W.Or(W.Subtract(W.Create(1), tail), W.And(x, W.Create(-0.0)));
        return W.Select(W.Less(a, W.Create(1)), W.Multiply(x, p), far);
    }

    /// <summary>erfcx(factor · x) in float64 for 0 ≤ factor · x ≤ 28.5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaledComplement<W, V, T>(V x, double factor)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // The polynomial, 1 to 1.24, and 1 + 2·factor·x are multiplied by a number that brings it just below 2, where rounding takes
        // half of what it takes just above 1; the product of this number with √½ is nearly one of float64.
        const double Scale = 1.59375;

        // With t = factor·x, u = (t − 4)/(t + 4) as 2t/(t + 4) − 1: for small x only the last step rounds.
        V u = W.MultiplyAdd(W.Create(2), W.Divide(x, W.Add(x, W.Create(4 / factor))), W.Create(-1));
        V p = W.MultiplyAdd(W.Create(Scale * 1.2066246992617083982e-9), u, W.Create(Scale * 1.7065136998095021705e-9));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -1.4058959462506740987e-8));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -1.7534746825509063991e-8));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 1.1026505643470943392e-7));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 7.415751011688428347e-8));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -8.2587396998563561442e-7));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 2.9414946190824720681e-7));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 5.7101329275615837411e-6));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.000011222190341345659023));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.000024399416323970410091));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 0.00015062172978932392602));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.00019925663199139183856));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.00075777330129562399541));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 0.0050319699658741660418));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.016197734055854667408));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 0.037167515538888271124));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.066330365812392843653));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 0.093732834998260596718));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.10103906603629623665));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 0.068097054254695229737));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 0.01537965210261959664));
        p = W.MultiplyAdd(p, u, W.Create(Scale * -0.13962111684056253473));
        p = W.MultiplyAdd(p, u, W.Create(Scale * 1.2329951186255525102));
        return W.Divide(p, W.MultiplyAdd(W.Create(2 * Scale * factor), x, W.Create(Scale)));
    }
}
