using System.Collections;
using System.Runtime.CompilerServices;

namespace NeuralJit.NN;

/// <summary>
/// How much a convolution pads at either end of each spatial dimension: a number, one for each dimension, <c>"valid"</c> (nothing) or
/// <c>"same"</c> (so much that the result is as large as the input).
/// </summary>
[CollectionBuilder(typeof(ConvPadding), nameof(Create))]
public readonly record struct ConvPadding : IEnumerable<int>
{
    private readonly PerDimension amount;
    private readonly string? name;

    private ConvPadding(PerDimension amount, string? name)
    {
        this.amount = amount;
        this.name = name;
    }

    /// <summary>Whether the result is as large as the input.</summary>
    public bool IsSame => name == "same";

    /// <summary>The same amount everywhere.</summary>
    public static implicit operator ConvPadding(int amount) => FromInt32(amount);

    /// <summary>"valid" or "same".</summary>
    public static implicit operator ConvPadding(string name) => FromString(name);

    /// <summary>The amounts.</summary>
    public static implicit operator ConvPadding(PerDimension amount) => FromPerDimension(amount);

    /// <summary>The same amount everywhere.</summary>
    public static ConvPadding FromInt32(int amount) => new(amount, null);

    /// <summary>"valid" or "same".</summary>
    /// <exception cref="GraphException">It is neither.</exception>
    public static ConvPadding FromString(string name) => name is "valid" or "same"
        ? new ConvPadding(0, name)
        : throw new GraphException($"padding is \"valid\", \"same\" or numbers, got \"{name}\"");

    /// <summary>The amounts.</summary>
    public static ConvPadding FromPerDimension(PerDimension amount) => new(amount, null);

    /// <summary>One amount for each dimension.</summary>
    public static ConvPadding Create(ReadOnlySpan<int> each) => new(PerDimension.Create(each), null);

    /// <summary>What lies before and after each dimension for a kernel that reaches over dilation · (kernel − 1) + 1 elements.</summary>
    internal (IntList Before, IntList After) Around(IntList kernel, IntList dilations)
    {
        if (!IsSame)
        {
            IntList each = amount.Over(kernel.Count, "padding");
            return (each, each);
        }
        int[] before = new int[kernel.Count], after = new int[kernel.Count];
        for (int i = 0; i < before.Length; i++)
        {
            int total = dilations[i] * (kernel[i] - 1);
            (before[i], after[i]) = (total / 2, total - (total / 2));
        }
        return (IntList.Create(before), IntList.Create(after));
    }

    /// <summary>As PyTorch prints it for a convolution of so many dimensions; empty when nothing is padded.</summary>
    internal string Text(int rank) => name ?? (amount.Over(rank, "padding") is var each && each.AllAre(0) ? "" : PythonText.Of(each));

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => amount.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
