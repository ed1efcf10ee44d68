namespace NeuralJit;

/// <summary>Rebuilds a graph bottom-up, sharing equal nodes by op and inputs.</summary>
internal sealed class Rewriter(Func<Node, Node> rule, GraphTrace trace, int nodes)
{
    private const int MostRewritesOfOneNode = 100;

    private readonly Dictionary<Node, Node> map = new(nodes, ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> shared = new(nodes, new ByOpAndInputs());
    private readonly Stack<Open> open = [];

    /// <summary>Leaves a node as it is (graph inputs).</summary>
    public void Keep(Node node) => map[node] = node;

    /// <summary>What an already visited node became.</summary>
    public Node Map(Node node) => map[node];

    /// <summary>
    /// Rewrites a node whose inputs were visited, and what rules make below it: a stack of what is open, since rules may go on from rule to
    /// rule.
    /// </summary>
    public void Visit(Node node)
    {
        Enter(node);
        while (open.TryPeek(out Open? top))
        {
            if (top.Next < top.Below.Length)
            {
                Enter(top.Below[top.Next++]);
                continue;
            }
            Node result = top.IsKnown ? top.Made : Share(top.Made);
            Node next = top.Rewrites++ < MostRewritesOfOneNode ? rule(result) : result;
            if (!ReferenceEquals(next, result))
            {
                TakeIn(next, top);
                continue;
            }
            map[top.Node] = result;
            map[result] = result;
            open.Pop();
        }
    }

    private void Enter(Node node)
    {
        if (!map.ContainsKey(node))
        {
            trace.Inherit(node.Origin);
            open.Push(new Open(node));
        }
    }

    /// <summary>
    /// Takes in what a rule has made: the nodes below it are rewritten like all others, then it is shared and offered to the rule.
    /// </summary>
    private void TakeIn(Node made, Open rewritten)
    {
        if (made.Type != rewritten.Node.Type)
        {
            throw new GraphException(
                $"a rewrite changed {rewritten.Node.Op.Name} from {rewritten.Node.Type} to {made.Type} ({made.Op.Name})");
        }
        rewritten.IsKnown = map.TryGetValue(made, out Node? known);
        rewritten.Made = known ?? made;
        // The order ends with what was made.
        (rewritten.Below, rewritten.Next) = (known is null ? TopologicalOrder.Of([made], stop: map.ContainsKey)[..^1] : [], 0);
    }

    private Node Share(Node node)
    {
        bool same = true;
        foreach (Node input in node.Inputs)
        {
            same &= ReferenceEquals(map[input], input);
        }
        Node result = same ? node : node.With(Array.ConvertAll(node.Inputs.ToArray(), Map), node.Origin);
        if (!node.Op.IsPure || shared.Add(result))
        {
            return result;
        }
        shared.TryGetValue(result, out Node? known);
        known!.Absorb(node);
        return known;
    }

    /// <summary>A node that is being rewritten.</summary>
    private sealed class Open(Node node)
    {
        public Node Node { get; } = node;

        /// <summary>What it has become so far; its inputs are rewritten when <see cref="Below"/> is empty.</summary>
        public Node Made { get; set; } = node;

        /// <summary>Whether that is a node which some other has become.</summary>
        public bool IsKnown { get; set; }

        public Node[] Below { get; set; } = [];

        /// <summary>The first of <see cref="Below"/> that is not rewritten yet.</summary>
        public int Next { get; set; }

        public int Rewrites { get; set; }
    }

    /// <summary>Nodes of equal ops and the same inputs are equal.</summary>
    private sealed class ByOpAndInputs : IEqualityComparer<Node>
    {
        public bool Equals(Node? a, Node? b)
        {
            if (a is null || b is null || a.Inputs.Length != b.Inputs.Length)
            {
                return false;
            }
            for (int i = 0; i < a.Inputs.Length; i++)
            {
                if (!ReferenceEquals(a.Inputs[i], b.Inputs[i]))
                {
                    return false;
                }
            }
            return a.Op.Equals(b.Op);
        }

        public int GetHashCode(Node node)
        {
            var hash = new HashCode();
            hash.Add(node.Op);
            foreach (Node input in node.Inputs)
            {
                hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(input));
            }
            return hash.ToHashCode();
        }
    }
}
