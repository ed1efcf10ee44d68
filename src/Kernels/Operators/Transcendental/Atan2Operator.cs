using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The angle of the point (y, x), in [−π, π]: the first argument is the ordinate, as in atan2(y, x).</summary>
public readonly struct Atan2Operator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Named as the operator's arguments are: x is the ordinate, y the abscissa.
        V zero = W.Create(0);
        V ordinate = W.Abs(x);
        V abscissa = W.Abs(y);
        V high = W.Max(ordinate, abscissa);
        V low = W.Min(ordinate, abscissa);
        V ratio = W.Divide(low, high);
        ratio = W.Select(W.Equal(high, zero), zero, ratio);
        ratio = W.Select(W.Equal(low, W.Create(double.PositiveInfinity)), W.Create(1), ratio);
        V angle = TrigMath.AtanOf<W, V, T>(ratio);

        // Reflect at 45° and at 90°; −0 counts as negative.
        V steep = W.Less(abscissa, ordinate);
        angle = W.Select(steep, TrigMath.FromMultipleOfPi<W, V, T>(0.5, angle), angle);
        V sign = W.Create(-0.0);
        V leftward = W.Less(W.Or(W.And(y, sign), W.Create(1)), zero);
        angle = W.Select(leftward, TrigMath.FromMultipleOfPi<W, V, T>(1, angle), angle);
        return W.Or(angle, W.And(x, sign));
    }
}
