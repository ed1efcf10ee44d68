using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
