using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
/// 3", 2011): ten rounds of multiplication and exclusive or turn a counter of 128 bits and a key of 64 into 128 random bits.
/// </summary>
public static class Philox4x32
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    /// <summary>The four words of a counter under a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c3 = (uint)product0;
            key0 = unchecked(key0 + Weyl0);
            key1 = unchecked(key1 + Weyl1);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// A key from a seed and a stream number, by the finaliser of SplitMix64 (Steele, Lea and Flood, 2014), so that neighbours differ in
    /// every bit. The seed is mixed before the stream is added: otherwise a stream of one seed would be another stream of a seed that is a
    /// multiple of the golden ratio away.
    /// </summary>
    public static ulong Key(ulong seed, ulong stream) => Mix(unchecked(Mix(seed + GoldenRatio) + ((stream + 1) * GoldenRatio)));

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
