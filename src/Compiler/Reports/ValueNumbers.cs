namespace NeuralJit.Compilation;

/// <summary>
/// Numbers for the values of a compilation that stay the same from stage to stage: a value that a pass leaves alone, or that it only gives rewritten
/// inputs, keeps its number; what a pass makes gets a new one. Texts of two stages can be compared line by line.
/// </summary>
public sealed class ValueNumbers
{
    private readonly List<Dictionary<Node, int>> stages = [];
    private int next;

    private ValueNumbers()
    {
    }

    /// <summary>Numbers the values of all stages.</summary>
    public static ValueNumbers Of(IReadOnlyList<CompilationStage> stages)
    {
        var numbers = new ValueNumbers();
        foreach (CompilationStage stage in stages)
        {
            numbers.Add(stage.Graph);
        }
        return numbers;
    }

    /// <summary>The number of each value of a stage.</summary>
    public IReadOnlyDictionary<Node, int> At(int stage) => stages[stage];

    private void Add(Graph graph)
    {
        Dictionary<Node, int> before = stages.Count == 0 ? [] : stages[^1];
        var now = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            if (before.TryGetValue(node, out int number))
            {
                now[node] = number;
            }
        }
        var free = new Predecessors(before, now);
        foreach (Node node in graph.Nodes)
        {
            if (!now.ContainsKey(node))
            {
                now[node] = free.Take(node, now) ?? next++;
            }
        }
        stages.Add(now);
    }

    /// <summary>The values of the stage before that are not among those of this one: a new value may be one of them in another form.</summary>
    private sealed class Predecessors
    {
        private readonly Dictionary<Node, int> before;
        private readonly Dictionary<(Op, Origin?), LinkedList<Node>> alike = [];

        public Predecessors(Dictionary<Node, int> before, Dictionary<Node, int> now)
        {
            this.before = before;
            foreach (Node node in before.Keys.Where(n => !now.ContainsKey(n)))
            {
                ListOf(node).AddLast(node);
            }
        }

        /// <summary>The number of an equal op from the same place: one with the same inputs if there is such.</summary>
        public int? Take(Node node, Dictionary<Node, int> now)
        {
            LinkedList<Node> list = ListOf(node);
            if (list.Count == 0)
            {
                return null;
            }
            Node found = list.FirstOrDefault(other => HasSameInputs(node, now, other)) ?? list.First!.Value;
            list.Remove(found);
            return before[found];
        }

        private bool HasSameInputs(Node node, Dictionary<Node, int> now, Node other)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (i >= other.Inputs.Length || now[node.Inputs[i]] != before[other.Inputs[i]])
                {
                    return false;
                }
            }
            return true;
        }

        private LinkedList<Node> ListOf(Node node)
        {
            if (!alike.TryGetValue((node.Op, node.Origin), out LinkedList<Node>? list))
            {
                alike[(node.Op, node.Origin)] = list = [];
            }
            return list;
        }
    }
}
