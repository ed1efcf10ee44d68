namespace NeuralJit.Oracle.Tests;

/// <summary>Padding as PyTorch counts it: pairs from the last dimension on.</summary>
internal static class Padding
{
    public static Node PadPairs(this Node x, int[] pairs, string mode, double value = 0)
    {
        int[] low = new int[x.Rank], high = new int[x.Rank];
        for (int i = 0; i < pairs.Length / 2; i++)
        {
            (low[^(i + 1)], high[^(i + 1)]) = (pairs[2 * i], pairs[(2 * i) + 1]);
        }
        return mode switch
        {
            "constant" => x.Pad(IntList.Create(low), IntList.Create(high), null, value),
            "reflect" => x.Pad(IntList.Create(low), IntList.Create(high), PadMode.Reflect),
            "replicate" => x.Pad(IntList.Create(low), IntList.Create(high), PadMode.Replicate),
            _ => x.Pad(IntList.Create(low), IntList.Create(high), PadMode.Circular),
        };
    }
}
