using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Sums that stay accurate however many elements they have. A plain running sum rounds at every addition, and of equal elements always
/// to the same side: its error grows with their number. So every running sum of this library takes few elements, a block, and is then
/// added to a second level that keeps what rounding takes: two numbers, high + low (the error-free transformation of Knuth, 1969).
/// Everything here is lane by lane, so results depend on neither register width nor threads.
/// </summary>
public static class RunningSum
{
    /// <summary>Additions to a running sum (a lane of a row, a column) in a block.</summary>
    public const int BlockSteps = 32;

    /// <summary>The same where each element costs so much that a loop has one running sum only: 1,024 float32 elements of a row.</summary>
    public const int CostlySteps = 2 * BlockSteps;

    /// <summary>Multiply-adds to a running sum of products (a matrix product, a convolution) in a block.</summary>
    public const int BlockDepth = 512;

    /// <summary>Whether a reduction is a sum that rounds: others lose nothing, or nothing that could be kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Rounds<TReducer, T>() => typeof(TReducer) == typeof(SumReducer) && Rounds<T>();

    /// <summary>Whether sums of this type round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Rounds<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>
    /// a + b − sum, exactly: what rounding took from <paramref name="sum"/> = a + b; 0 where that is no number, so that ∞ stays ∞.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Lost<W, V, T>(V a, V b, V sum)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V second = W.Subtract(sum, a);
        V lost = W.Add(W.Subtract(a, W.Subtract(sum, second)), W.Subtract(b, second));
        return W.And(lost, W.Equal(lost, lost));
    }

    /// <summary>high + low += x, where low is at most half a unit in the last place of high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<W, V, T>(ref V high, ref V low, V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V sum = W.Add(high, x);
        V rest = W.Add(low, Lost<W, V, T>(high, x, sum));
        high = W.Add(sum, rest);
        low = Lost<W, V, T>(sum, rest, high);
    }
}
