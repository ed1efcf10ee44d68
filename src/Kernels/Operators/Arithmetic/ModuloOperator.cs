using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x − y·floor(x / y): the remainder that has the sign of the divisor, as % in Python and torch.remainder.</summary>
public readonly struct ModuloOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V remainder = typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? ModuloMath.Truncated<W, V, T>(x, y)
            : W.Subtract(x, W.Multiply(W.Divide(x, y), y));
        V zero = W.Create(0);
        V opposite = W.Xor(W.Less(remainder, zero), W.Less(y, zero));
        V adjusted = W.Select(opposite, W.Add(remainder, y), remainder);
        return W.Select(W.Equal(remainder, zero), remainder, adjusted);
    }
}
