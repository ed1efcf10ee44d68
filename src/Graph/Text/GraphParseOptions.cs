namespace NeuralJit;

/// <summary>What the text of a graph does not say.</summary>
public sealed record GraphParseOptions
{
    /// <summary>The ops that the text may name.</summary>
    public OpCatalog Catalog { get; init; } = OpCatalog.Default;

    /// <summary>
    /// Supplies variables by name (the second one of a name is asked for as <c>name#2</c>); null, or where it gives null, the variable is
    /// new and holds zeros.
    /// </summary>
    public Func<string, Variable?>? Variables { get; init; }

    /// <summary>
    /// Supplies constants by their hash (<c>sha256:0123456789abcdef</c>), for example out of a <see cref="ConstantFile"/>.
    /// </summary>
    public Func<string, TensorData?>? Constants { get; init; }

    /// <summary>The most bytes that the text's new variables and constants may take together.</summary>
    public long MostBytes { get; init; } = 1L << 30;
}
