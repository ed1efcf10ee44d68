using System.Collections.Immutable;

namespace NeuralJit;

/// <summary>
/// The ops that text can name: for each name, a function that makes the op from its attributes. Immutable; add ops of your own with
/// <see cref="With"/>: <c>OpCatalog.Default.With("clip", a => new Clip(a.AsDouble("Low"), a.AsDouble("High")))</c>.
/// </summary>
public sealed partial class OpCatalog
{
    private static readonly string[] Leaves = ["constant", "input", "parameter", "state"];

    private readonly ImmutableSortedDictionary<string, Func<OpAttributes, Op>> ops;

    private OpCatalog(ImmutableSortedDictionary<string, Func<OpAttributes, Op>> ops) => this.ops = ops;

    /// <summary>The library's own ops.</summary>
    public static OpCatalog Default { get; } = new(LibraryOps().ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>All names in alphabetical order.</summary>
    public IEnumerable<string> Names => ops.Keys;

    /// <summary>The catalog with one more op, or with another meaning of a name.</summary>
    public OpCatalog With(string name, Func<OpAttributes, Op> make) => new(ops.SetItem(name, make));

    /// <summary>Whether the name is that of a leaf, which text says in a way of its own.</summary>
    internal static bool IsLeaf(string name) => Leaves.Contains(name);

    /// <summary>Makes an op from its name and the text of its attributes.</summary>
    /// <exception cref="GraphException">The name is unknown, or the attributes are not those of the op.</exception>
    internal Op Make(string name, string attributes)
    {
        if (!ops.TryGetValue(name, out Func<OpAttributes, Op>? make))
        {
            throw new GraphException(IsLeaf(name)
                ? $"{name} is a leaf: only the text of a graph can have it"
                : $"unknown op \"{name}\"{Suggestion.For(name, [.. ops.Keys, .. Leaves])}");
        }
        OpAttributes given = OpAttributes.Parse(name, attributes);
        Op op;
        try
        {
            op = make(given);
        }
        catch (Exception error) when (error is not GraphException)
        {
            // What an op's constructor throws at numbers that make no sense is not ours to know.
            throw new GraphException($"{name}: the attributes {{{attributes}}} do not fit together: {error.Message}", error);
        }
        given.ExpectAllUsed();
        return op;
    }
}
