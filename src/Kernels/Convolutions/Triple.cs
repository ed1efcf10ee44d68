using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// One number per spatial dimension: depth, height, width. Problems of fewer dimensions have the leading ones too, with an extent of 1.
/// </summary>
[InlineArray(3)]
internal struct Triple
{
    private int first;

    /// <summary>The product.</summary>
    public readonly long Volume => (long)this[0] * this[1] * this[2];

    /// <summary>The last dimensions' numbers, <paramref name="missing"/> in front of them.</summary>
    public static Triple Of(ReadOnlySpan<int> values, int missing)
    {
        Triple result = default;
        for (int i = 0; i < 3; i++)
        {
            int from = i - (3 - values.Length);
            result[i] = from < 0 ? missing : values[from];
        }

        return result;
    }
}
