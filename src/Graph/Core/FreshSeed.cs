namespace NeuralJit;

/// <summary>
/// Seeds for those who gave none, each used once in a process: layers made alike must not start equal, nor two models drop the same values
/// out. They follow one another as in every run of the program that makes its models in the same order on one thread.
/// </summary>
internal static class FreshSeed
{
    // Far from the small numbers that people choose.
    private const long First = 0x5EED_0000_0000_0000;

    private static long last = First;

    /// <summary>The next seed; from any thread.</summary>
    public static long Next() => Interlocked.Increment(ref last);
}
