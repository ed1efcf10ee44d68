using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// x = q·π/2 + r with |r| ≤ π/4: Cody and Waite's reduction with π/2 in three words for moderate arguments, Payne and
/// Hanek's for huge ones, one lane at a time. The polynomials are minimax in the relative error.
/// </summary>
internal static class TrigMath
{
    /// <summary>f(x) for every finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<TFunction, W, V, T>(V x)
        where TFunction : struct, IAngleFunction
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // The rare case is one call that nothing lives across, so that the common one stays in registers.
        if (W.Any(IsHuge<W, V, T>(x)))
        {
            return OfHuge<TFunction, W, V, T>(x);
        }

        V q = Quotient<W, V, T>(x);
        return TFunction.Apply<W, V, T>(q, Remainder<W, V, T>(x, q));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V OfHuge<TFunction, W, V, T>(V x)
        where TFunction : struct, IAngleFunction
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Moderate and huge arguments together.
        V huge = IsHuge<W, V, T>(x), moderate = Quotient<W, V, T>(x);
        V q = W.Select(huge, HugeAngle.Quotients<V, T>(x, W.Count), moderate);
        return TFunction.Apply<W, V, T>(q, W.Select(huge, HugeAngle.Remainders<V, T>(x, W.Count), Remainder<W, V, T>(x, moderate)));
    }

    /// <summary>q, an integer as a float (only its value modulo 4 matters).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Quotient<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V q = W.Round(W.Multiply(x, W.Create(0.63661977236758134)));

        // A zero quotient must be +0: together with the positive words of π/2 that keeps the sign of x = −0.
        return W.Add(q, W.Create(0));
    }

    /// <summary>r = x − q·π/2: the first two products are needed in full, the last rounds relative to the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Remainder<W, V, T>(V x, V q)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V r = DoubleWord.MultiplyAdd<W, V, T>(q, ExpMath.Constant<W, V, T>(-1.5707962512969970703, -1.570796326794896558), x);
        r = DoubleWord.MultiplyAdd<W, V, T>(q, ExpMath.Constant<W, V, T>(-7.5497894158615963534e-8, -6.1232339957367648033e-17), r);
        return W.MultiplyAdd(q, ExpMath.Constant<W, V, T>(-5.3903025299577647655e-15, -1.0828566739219138942e-32), r);
    }

    /// <summary>Whether the three words do not suffice; infinities count too and become NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsHuge<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Less(ExpMath.Constant<W, V, T>(65536, 33554432), W.Abs(x));

    /// <summary>A mask: q is odd, so sine and cosine change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V IsOdd<W, V, T>(V q)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V half = W.Multiply(q, W.Create(0.5));
        return W.Less(W.Floor(half), half);
    }

    /// <summary>The sign bit where q modulo 4 is 2 or 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SignOf<W, V, T>(V q)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        return W.And(IsOdd<W, V, T>(W.Floor(W.Multiply(q, W.Create(0.5)))), W.Create(-0.0));
    }

    /// <summary>sin r = r·(1 + r²·P(r²)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SinOf<W, V, T>(V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V z = W.Multiply(r, r);
        V p = typeof(T) == typeof(float) ? SinTail32<W, V, T>(z) : SinTail64<W, V, T>(z);
        return W.Multiply(r, W.MultiplyAdd(p, z, W.Create(1)));
    }

    /// <summary>sin(q·π/2 + r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SinOf<W, V, T>(V q, V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Xor(W.Select(IsOdd<W, V, T>(q), CosOf<W, V, T>(r), SinOf<W, V, T>(r)), SignOf<W, V, T>(q));

    /// <summary>cos r = 1 − r²/2 + r⁴·Q(r²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V CosOf<W, V, T>(V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V z = W.Multiply(r, r);
        V p = typeof(T) == typeof(float) ? CosTail32<W, V, T>(z) : CosTail64<W, V, T>(z);
        return W.MultiplyAdd(W.MultiplyAdd(p, z, W.Create(-0.5)), z, W.Create(1));
    }

    /// <summary>atan a = a + a³·P(a²) for 0 ≤ a ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtanOf<W, V, T>(V a)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V z = W.Multiply(a, a);
        V p = typeof(T) == typeof(float) ? AtanTail32<W, V, T>(z) : AtanTail64<W, V, T>(z);
        return W.MultiplyAdd(W.Multiply(a, z), p, a);
    }

    /// <summary>multiple·π − angle, π in two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FromMultipleOfPi<W, V, T>(double multiple, V angle)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V high = ExpMath.Constant<W, V, T>(multiple * 3.1415925025939941406, multiple * 3.141592653589793116);
        V low = ExpMath.Constant<W, V, T>(multiple * 1.509957896144634e-7, multiple * 1.2246467991473529607e-16);
        return W.Subtract(high, W.Subtract(angle, low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinTail32<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(-0.00019508741014903972), z, W.Create(0.0083321130385686747));
        return W.MultiplyAdd(p, z, W.Create(-0.16666653863604855));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinTail64<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(1.5892960692388111784e-10), z, W.Create(-2.5050692456426018679e-8));
        p = W.MultiplyAdd(p, z, W.Create(2.7557313275890151665e-6));
        p = W.MultiplyAdd(p, z, W.Create(-0.00019841269828618375174));
        p = W.MultiplyAdd(p, z, W.Create(0.0083333333333209399188));
        return W.MultiplyAdd(p, z, W.Create(-0.16666666666666626146));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CosTail32<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(2.4425681476460598e-5), z, W.Create(-0.0013887251484953037));
        return W.MultiplyAdd(p, z, W.Create(0.041666644367805909));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CosTail64<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(-1.1356264766631241974e-11), z, W.Create(2.0875657537304081086e-9));
        p = W.MultiplyAdd(p, z, W.Create(-2.7557313865298019528e-7));
        p = W.MultiplyAdd(p, z, W.Create(0.00002480158728778214223));
        p = W.MultiplyAdd(p, z, W.Create(-0.0013888888888871374302));
        return W.MultiplyAdd(p, z, W.Create(0.041666666666666583404));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AtanTail32<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(-0.0017936052944846462), z, W.Create(0.01091453865119123));
        p = W.MultiplyAdd(p, z, W.Create(-0.031177733691385428));
        p = W.MultiplyAdd(p, z, W.Create(0.057957494846058705));
        p = W.MultiplyAdd(p, z, W.Create(-0.084034454118806724));
        p = W.MultiplyAdd(p, z, W.Create(0.10952184381658436));
        p = W.MultiplyAdd(p, z, W.Create(-0.14264241458666571));
        p = W.MultiplyAdd(p, z, W.Create(0.19998548263203651));
        return W.MultiplyAdd(p, z, W.Create(-0.33333299087861139));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AtanTail64<W, V, T>(V z)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V p = W.MultiplyAdd(W.Create(0.000013223652874627344075), z, W.Create(-0.00015214662966549386129));
        p = W.MultiplyAdd(p, z, W.Create(0.00083125598315408254719));
        p = W.MultiplyAdd(p, z, W.Create(-0.0028847315307022437151));
        p = W.MultiplyAdd(p, z, W.Create(0.0071961391825392639922));
        p = W.MultiplyAdd(p, z, W.Create(-0.013900044623491470801));
        p = W.MultiplyAdd(p, z, W.Create(0.021984304450176336849));
        p = W.MultiplyAdd(p, z, W.Create(-0.029903410195708458859));
        p = W.MultiplyAdd(p, z, W.Create(0.036641627026997488043));
        p = W.MultiplyAdd(p, z, W.Create(-0.04219164956444193608));
        p = W.MultiplyAdd(p, z, W.Create(0.047223168480392988655));
        p = W.MultiplyAdd(p, z, W.Create(-0.052535169622740819931));
        p = W.MultiplyAdd(p, z, W.Create(0.058805274550744061113));
        p = W.MultiplyAdd(p, z, W.Create(-0.066664039967676737681));
        p = W.MultiplyAdd(p, z, W.Create(0.076922798318155646591));
        p = W.MultiplyAdd(p, z, W.Create(-0.090909070023506053147));
        p = W.MultiplyAdd(p, z, W.Create(0.11111111006990251085));
        p = W.MultiplyAdd(p, z, W.Create(-0.14285714282573920848));
        p = W.MultiplyAdd(p, z, W.Create(0.19999999999951440941));
        return W.MultiplyAdd(p, z, W.Create(-0.33333333333333067959));
    }
}
