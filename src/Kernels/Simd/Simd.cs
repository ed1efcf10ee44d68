using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>Which vector width this machine runs best, and loops at that width.</summary>
public static class Simd
{
    /// <summary>The widest register in bits that is accelerated: 512, 256, 128, or 0 where only scalars are.</summary>
    public static int WidestBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
    }

    /// <summary>
    /// Whether a · b + c is one instruction that rounds once; where it is not, multiply and add round one after the other, at every width
    /// (calls to a function that rounds once would take hundreds of times as long).
    /// </summary>
    public static bool FusesMultiplyAdd
    {
        // The first half is known when a program is compiled ahead of time. Fma alone would become a question at run time there, asked in
        // the middle of every loop. What is inlined a dozen times in a loop (MultiplyAdd, DoubleWord) asks the same question in full: of
        // the answer of a property the JIT learns only after it has made room for both sides, and it moves no constants out of such loops.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Vector256.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported;
    }

    /// <summary>Runs a loop at the widest width; the JIT keeps only the branch that is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TAction, T, TArguments>(in TArguments arguments)
        where TAction : ISimdAction<T, TArguments>
        where T : unmanaged
        where TArguments : struct
    {
        if (Vector512.IsHardwareAccelerated)
        {
            TAction.Invoke<Simd512<T>, Vector512<T>>(arguments);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            TAction.Invoke<Simd256<T>, Vector256<T>>(arguments);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            TAction.Invoke<Simd128<T>, Vector128<T>>(arguments);
        }
        else
        {
            TAction.Invoke<SimdScalar<T>, T>(arguments);
        }
    }
}
