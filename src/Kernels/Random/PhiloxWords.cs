using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>Random words in bulk: four blocks of <see cref="Philox4x32"/> side by side, a word in every 64-bit lane.</summary>
internal static unsafe class PhiloxWords
{
    /// <summary>Writes the four words of each of <paramref name="blocks"/> (a multiple of 4) consecutive counters (step, block).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ulong key, ulong step, ulong firstBlock, int blocks, uint* words)
    {
        Vector256<ulong> stepLow = Vector256.Create((ulong)(uint)step);
        Vector256<ulong> stepHigh = Vector256.Create(step >> 32);
        for (int block = 0; block < blocks; block += 4, words += 16)
        {
            Vector256<ulong> counter = Vector256.Create(unchecked(firstBlock + (ulong)block)) + Vector256<ulong>.Indices;
            Vector256<ulong> x0 = counter, x1 = counter >>> 32, x2 = stepLow, x3 = stepHigh;
            uint key0 = (uint)key, key1 = (uint)(key >> 32);
            for (int round = 0; round < 10; round++)
            {
                // Only the low half of a lane counts as a factor, so the high halves need no clearing in between.
                Vector256<ulong> product0 = Multiply(x0, 0xD2511F53);
                Vector256<ulong> product1 = Multiply(x2, 0xCD9E8D57);
                x0 = (product1 >>> 32) ^ x1 ^ Vector256.Create((ulong)key0);
                x1 = product1;
                x2 = (product0 >>> 32) ^ x3 ^ Vector256.Create((ulong)key1);
                x3 = product0;
                key0 = unchecked(key0 + 0x9E3779B9);
                key1 = unchecked(key1 + 0xBB67AE85);
            }

            Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue);
            Interleave((x0 & low) | (x1 << 32), (x2 & low) | (x3 << 32), (ulong*)words);
        }
    }

    /// <summary>The full products of the low halves of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> x, uint factor) => Avx2.IsSupported
        ? Avx2.Multiply(x.AsUInt32(), Vector256.Create((ulong)factor).AsUInt32())
        : (x & Vector256.Create((ulong)uint.MaxValue)) * Vector256.Create((ulong)factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector256<ulong> a, Vector256<ulong> b, ulong* target)
    {
        if (Avx2.IsSupported)
        {
            Vector256<ulong> even = Avx2.UnpackLow(a, b);
            Vector256<ulong> odd = Avx2.UnpackHigh(a, b);
            Vector256.Store(Avx2.Permute2x128(even, odd, 0x20), target);
            Vector256.Store(Avx2.Permute2x128(even, odd, 0x31), target + 4);
            return;
        }

        for (int i = 0; i < 4; i++)
        {
            target[2 * i] = a[i];
            target[(2 * i) + 1] = b[i];
        }
    }
}
