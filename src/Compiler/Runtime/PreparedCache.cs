using System.Text;

namespace NeuralJit.Compilation;

/// <summary>The prepared sets of a function, by what they compute.</summary>
internal sealed class PreparedCache
{
    private readonly Dictionary<string, PreparedSet> sets = [];
    private readonly Dictionary<object, int> numbers = [];

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

    /// <summary>The steps' values as text; variables and constants are named by their numbers in this cache.</summary>
    private string KeyOf(IReadOnlyList<Step> prepare)
    {
        var wanted = new HashSet<Node>(prepare.SelectMany(s => s.Writes), ReferenceEqualityComparer.Instance);
        var local = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        var key = new StringBuilder();
        foreach (Node node in TopologicalOrder.Of(wanted, stop: null))
        {
            local[node] = local.Count;
            key.Append(node.Op.Name).Append(node.Type).Append(wanted.Contains(node) ? '!' : ' ');
            key.Append(node.Op switch
            {
                VariableRead read => "#" + NumberOf(read.Variable),
                ConstantOp => "#" + NumberOf(node.Op),
                _ => node.Op.Attributes,
            });
            key.AppendJoin(',', node.Inputs.ToArray().Select(i => local[i])).Append(';');
        }
        return key.ToString();
    }

    private int NumberOf(object identity)
    {
        if (!numbers.TryGetValue(identity, out int number))
        {
            numbers[identity] = number = numbers.Count;
        }
        return number;
    }
}
