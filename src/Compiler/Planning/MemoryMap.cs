namespace NeuralJit.Compilation;

/// <summary>Where every node that has memory has it.</summary>
internal sealed class MemoryMap
{
    private readonly Dictionary<Node, Location> locations = new(ReferenceEqualityComparer.Instance);

    /// <summary>Bytes of the arena of one run.</summary>
    public long ArenaBytes { get; private set; }

    /// <summary>The place of a node's memory.</summary>
    public Location this[Node node] => locations[node];

    /// <summary>The place of a node's memory; null for one that has none.</summary>
    public Location? Find(Node node) => locations.GetValueOrDefault(node);

    /// <summary>Plans the memory of a program.</summary>
    public static MemoryMap Plan(Graph graph, IReadOnlyList<Step> prepare, IReadOnlyList<TensorData> prepared, IReadOnlyList<Step> steps,
        Dictionary<Node, Variable> inPlace)
    {
        MemoryMap map = ForPrepared(graph, prepare, prepared);
        for (int i = 0; i < graph.Outputs.Length; i++)
        {
            map.locations[Views.Source(graph.Outputs[i])] = new Location(MemoryKind.Argument, graph.Inputs.Length + i);
        }
        foreach ((Node node, Variable variable) in inPlace)
        {
            map.locations[node] = new Location(MemoryKind.Fixed, variable.Value.Address);
        }
        map.PlaceInArena(graph, steps);
        return map;
    }

    /// <summary>The places of leaves and of <paramref name="prepared"/>, what the steps write in order.</summary>
    public static MemoryMap ForPrepared(Graph graph, IReadOnlyList<Step> prepare, IReadOnlyList<TensorData> prepared)
    {
        var map = new MemoryMap();
        map.PlaceLeaves(graph);
        int next = 0;
        foreach (Node node in prepare.SelectMany(s => s.Writes))
        {
            map.locations[node] = new Location(MemoryKind.Fixed, prepared[next++].Address);
        }
        return map;
    }

    private void PlaceLeaves(Graph graph)
    {
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            locations[graph.Inputs[i]] = new Location(MemoryKind.Argument, i);
        }
        foreach (Node node in graph.Nodes)
        {
            switch (node.Op)
            {
                case VariableRead read:
                    locations[node] = new Location(MemoryKind.Fixed, read.Variable.Value.Address);
                    break;
                case ConstantOp constant:
                    locations[node] = new Location(MemoryKind.Fixed, constant.Data.Address);
                    break;
            }
        }
    }

    private void PlaceInArena(Graph graph, IReadOnlyList<Step> steps)
    {
        Dictionary<Node, (int First, int Last)> lives = Lifetimes.Of(steps);
        var assigned = new HashSet<Node>(graph.Updates.ToArray().Select(u => Views.Source(u.Value)), ReferenceEqualityComparer.Instance);
        var arena = new ArenaPlan();
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (Node node in steps[i].Writes)
            {
                if (!locations.ContainsKey(node))
                {
                    arena.Add(node, node.Type.Bytes, i, assigned.Contains(node) ? steps.Count : lives[node].Last);
                }
            }
        }
        foreach ((Node node, long offset) in arena.Place())
        {
            locations[node] = new Location(MemoryKind.Arena, offset);
        }
        ArenaBytes = arena.Bytes;
    }
}
