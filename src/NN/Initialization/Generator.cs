namespace NeuralJit.NN;

/// <summary>
/// Random numbers for initial values (SplitMix64): the same for the same seed and stream on every machine. Not for use
/// in graphs, which have random nodes of their own.
/// </summary>
public sealed class Generator
{
    private ulong state;

    /// <summary>Starts a stream; equal seeds with different stream names are independent.</summary>
    public Generator(long seed, string stream = "")
    {
        ArgumentNullException.ThrowIfNull(stream);
        state = Mix(unchecked((ulong)seed + 0x9E3779B97F4A7C15)) ^ HashOf(stream);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(state = unchecked(state + 0x9E3779B97F4A7C15));

    /// <summary>A number from [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer from [0, limit).</summary>
    public int NextInteger(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(NextBits(), (ulong)limit, out _);
    }

    /// <summary>A number from the standard normal distribution, by the Box–Muller transform √(−2 ln u) · cos(2πv).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUniform())) * Math.Cos(2 * Math.PI * NextUniform());

    // The finaliser of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    // FNV-1a over the UTF-16 code units.
    private static ulong HashOf(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3);
        }
        return Mix(hash);
    }
}
