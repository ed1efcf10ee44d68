using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>Conversions of contiguous elements that the base library has no vectorised form of.</summary>
internal static unsafe class CastVectors
{
    /// <summary>Rounds to bfloat16 as <see cref="BFloat16"/> does, on the bits of sixteen floats at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, BFloat16* y, int count)
    {
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector256.Store(Vector256.Narrow(Round(x + i), Round(x + i + 8)), (ushort*)(y + i));
        }

        for (; i < count; i++)
        {
            y[i] = (BFloat16)x[i];
        }
    }

    /// <summary>Truncates and saturates eight floats at a time; NaN gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, int* y, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector256.Store(Vector256.ConvertToInt32(Vector256.Load(x + i)), y + i);
        }

        for (; i < count; i++)
        {
            y[i] = int.CreateSaturating(x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Round(float* x)
    {
        Vector256<float> value = Vector256.Load(x);
        Vector256<uint> bits = value.AsUInt32();
        Vector256<uint> rounded = bits + Vector256.Create(0x7FFFu) + ((bits >>> 16) & Vector256<uint>.One);
        Vector256<uint> quiet = bits | Vector256.Create(0x0040_0000u);
        return Vector256.ConditionalSelect(Vector256.Equals(value, value).AsUInt32(), rounded, quiet) >>> 16;
    }
}
