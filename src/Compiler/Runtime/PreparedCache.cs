using System.Text;

namespace NeuralJit.Compilation;

/// <summary>The prepared sets of a function, by what they compute.</summary>
internal sealed class PreparedCache
{
    private readonly Dictionary<string, PreparedSet> sets = [];
    private readonly Dictionary<Op, int> numbers = [];

    /// <summary>The set that computes <paramref name="prepare"/>: an earlier program's, or a new one. Null when there is nothing to prepare.</summary>
    public PreparedSet? For(Graph graph, IReadOnlyList<Step> prepare, int threads)
    {
        if (prepare.Count == 0)
        {
            return null;
        }
        lock (sets)
        {
            string key = KeyOf(prepare);
            if (!sets.TryGetValue(key, out PreparedSet? set))
            {
                sets[key] = set = new PreparedSet(graph, prepare, threads);
            }
            return set;
        }
    }

    /// <summary>
    /// What the values are computed from, as text, and in which order they are written. Equal ops have one number in this cache, by the equality by which
    /// nodes are shared too: what an op prints of itself need not be all of it.
    /// </summary>
    private string KeyOf(IReadOnlyList<Step> prepare)
    {
        Node[] written = [.. prepare.SelectMany(s => s.Writes)];
        var local = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        var key = new StringBuilder();
        foreach (Node node in TopologicalOrder.Of(written, stop: null))
        {
            local[node] = local.Count;
            key.Append(NumberOf(node.Op)).Append(' ').Append(node.Type).Append('(').AppendJoin(',', node.Inputs.ToArray().Select(i => local[i])).Append(");");
        }
        return key.AppendJoin(',', written.Select(node => local[node])).ToString();
    }

    private int NumberOf(Op op)
    {
        if (!numbers.TryGetValue(op, out int number))
        {
            numbers[op] = number = numbers.Count;
        }
        return number;
    }
}
