namespace NeuralJit;

/// <summary>Rebuilds a graph bottom-up, sharing equal nodes by op and inputs.</summary>
internal sealed class Rewriter(Func<Node, Node> rule, Trace trace)
{
    private const int MostRewritesOfOneNode = 100;

    private readonly Dictionary<Node, Node> map = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Key, Node> shared = [];

    /// <summary>Leaves a node as it is (graph inputs).</summary>
    public void Keep(Node node) => map[node] = node;

    /// <summary>What an already visited node became.</summary>
    public Node Map(Node node) => map[node];

    /// <summary>Rewrites a node whose inputs were visited.</summary>
    public void Visit(Node node)
    {
        if (map.ContainsKey(node))
        {
            return;
        }
        trace.Inherit(node.Origin);
        Node result = Share(node);
        for (int i = 0; i < MostRewritesOfOneNode; i++)
        {
            Node next = rule(result);
            if (ReferenceEquals(next, result))
            {
                break;
            }
            if (next.Type != node.Type)
            {
                throw new GraphException($"a rewrite changed {node.Op.Name} from {node.Type} to {next.Type} ({next.Op.Name})");
            }
            result = TakeIn(next);
        }
        map[node] = result;
        map[result] = result;
    }

    /// <summary>Takes in what a rule has made: the nodes below the root are rewritten like all others, the root is shared.</summary>
    private Node TakeIn(Node root)
    {
        if (map.TryGetValue(root, out Node? known))
        {
            return known;
        }
        foreach (Node node in TopologicalOrder.Of([root], stop: map.ContainsKey))
        {
            if (!ReferenceEquals(node, root))
            {
                Visit(node);
            }
        }
        return Share(root);
    }

    private Node Share(Node node)
    {
        Node[] inputs = [.. node.Inputs];
        bool same = true;
        for (int i = 0; i < inputs.Length; i++)
        {
            Node mapped = map[inputs[i]];
            same &= ReferenceEquals(mapped, inputs[i]);
            inputs[i] = mapped;
        }
        var key = new Key(node.Op, inputs);
        if (node.Op.IsPure && shared.TryGetValue(key, out Node? known))
        {
            known.Absorb(node);
            return known;
        }
        Node result = same ? node : node.With(inputs, node.Origin);
        if (node.Op.IsPure)
        {
            shared[key] = result;
        }
        return result;
    }

    private readonly struct Key(Op op, Node[] inputs) : IEquatable<Key>
    {
        private readonly Op op = op;
        private readonly Node[] inputs = inputs;

        public bool Equals(Key other)
        {
            if (inputs.Length != other.inputs.Length)
            {
                return false;
            }
            for (int i = 0; i < inputs.Length; i++)
            {
                if (!ReferenceEquals(inputs[i], other.inputs[i]))
                {
                    return false;
                }
            }
            return op.Equals(other.op);
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (Node input in inputs)
            {
                hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(input));
            }
            return hash.ToHashCode();
        }
    }
}
