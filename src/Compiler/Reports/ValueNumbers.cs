namespace NeuralJit.Compilation;

/// <summary>
/// Numbers for the values of a compilation that stay the same from stage to stage: a value that a pass leaves alone, or that it only gives
/// rewritten inputs, keeps its number; what a pass makes gets a new one. Texts of two stages can be compared line by line.
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

    /// <summary>
    /// The values of the stage before that are not among those of this one: a new value may be one of them in another form.
    /// </summary>
    private sealed class Predecessors
    {
        private readonly Dictionary<(Op, Origin?), Queue<int>> alike = [];
        private readonly Dictionary<Form, Queue<int>> same = [];
        private readonly HashSet<int> free = [];

        public Predecessors(Dictionary<Node, int> before, Dictionary<Node, int> now)
        {
            foreach ((Node node, int number) in before)
            {
                if (!now.ContainsKey(node))
                {
                    free.Add(number);
                    QueueOf(alike, (node.Op, node.Origin)).Enqueue(number);
                    QueueOf(same, new Form(node, before)).Enqueue(number);
                }
            }
        }

        /// <summary>The number of an equal op from the same place: one with the same inputs if there is such.</summary>
        public int? Take(Node node, Dictionary<Node, int> now) =>
            TakeFrom(same, new Form(node, now)) ?? TakeFrom(alike, (node.Op, node.Origin));

        // Each value stands in a queue of either kind; what was taken out of one is passed over in the other.
        private int? TakeFrom<T>(Dictionary<T, Queue<int>> queues, T key) where T : notnull
        {
            while (queues.TryGetValue(key, out Queue<int>? queue) && queue.TryDequeue(out int number))
            {
                if (free.Remove(number))
                {
                    return number;
                }
            }
            return null;
        }

        private static Queue<int> QueueOf<T>(Dictionary<T, Queue<int>> queues, T key) where T : notnull
        {
            if (!queues.TryGetValue(key, out Queue<int>? queue))
            {
                queues[key] = queue = new Queue<int>();
            }
            return queue;
        }
    }

    /// <summary>What a value is: an op, its place and the numbers of its inputs.</summary>
    private readonly struct Form(Node node, Dictionary<Node, int> numbers) : IEquatable<Form>
    {
        private readonly (Op, Origin?) op = (node.Op, node.Origin);
        private readonly int[] inputs = [.. node.Inputs.ToArray().Select(i => numbers[i])];

        public bool Equals(Form other) => op.Equals(other.op) && inputs.AsSpan().SequenceEqual(other.inputs);

        public override bool Equals(object? obj) => obj is Form other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (int input in inputs)
            {
                hash.Add(input);
            }
            return hash.ToHashCode();
        }
    }
}
