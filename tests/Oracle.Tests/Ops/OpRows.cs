using System.Collections;

namespace NeuralJit.Oracle.Tests;

/// <summary>Ops of PyTorch, several names to a row, and what computes them.</summary>
internal sealed class OpRows : IEnumerable<KeyValuePair<string, Func<Call, Node[]>>>
{
    private readonly List<KeyValuePair<string, Func<Call, Node[]>>> rows = [];

    /// <summary>Adds ops, whose names are separated by spaces, with one result.</summary>
    public void Add(string names, Func<Call, Node> function) => Add(names, c => (Node[])[function(c)]);

    /// <summary>Adds ops with several results.</summary>
    public void Add(string names, Func<Call, Node[]> function) =>
        rows.AddRange(names.Split(' ').Select(name => KeyValuePair.Create(name, function)));

    public IEnumerator<KeyValuePair<string, Func<Call, Node[]>>> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
