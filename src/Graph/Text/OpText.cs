namespace NeuralJit;

/// <summary>Ops as text and back: the name and, in braces, the attributes: <c>sum {Axes = [1], KeepDims = False}</c>.</summary>
public static class OpText
{
    /// <summary>
    /// The op's name and attributes; what <see cref="Parse"/> reads unless the op is a leaf (an input, a variable or a constant).
    /// </summary>
    public static string Print(Op op) => op.Attributes is { Length: > 0 } attributes ? $"{op.Name} {{{attributes}}}" : op.Name;

    /// <summary>The op that the text describes; without a catalog, one of the library's own.</summary>
    /// <exception cref="GraphException">The text is not an op: the message says what was expected.</exception>
    public static Op Parse(string text, OpCatalog? catalog = null)
    {
        var scanner = new TextScanner(text);
        string name = scanner.TakeName("the name of an op");
        string? attributes = scanner.TakeBraces();
        scanner.ExpectEnd("the op");
        return (catalog ?? OpCatalog.Default).Make(name, attributes ?? "");
    }
}
