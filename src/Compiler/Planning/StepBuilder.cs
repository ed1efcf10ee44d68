namespace NeuralJit.Compilation;

/// <summary>Turns groups into steps.</summary>
internal sealed class StepBuilder(Graph graph, IReadOnlyList<Group> groups, KernelCompiler compiler)
{
    private readonly Dictionary<Group, HashSet<Node>> stored = FindStored(graph, groups);
    private readonly HashSet<Group> single = [];
    private int numbered;

    /// <summary>Whether a group that was built became a kernel of its own; if not, its ops run one by one.</summary>
    public bool IsKernel(Group group) => single.Contains(group);

    /// <summary>The steps of a group, usually one.</summary>
    public IEnumerable<Step> Build(Group group)
    {
        KernelCall? call = group.Kind switch
        {
            GroupKind.Loop => LoopLowering.Lower(group, stored[group], compiler, NameOf(group)),
            GroupKind.Contraction => ContractionLowering.Lower(group, stored[group], compiler, NameOf(group)),
            _ => null,
        };
        if (call is null)
        {
            return group.Nodes.Select(Library);
        }
        single.Add(group);
        return [new KernelStep(call, group) { Writes = [.. stored[group]], Reads = [.. call.Addresses.Select(a => a.Source).Where(s => !stored[group].Contains(s)).Distinct()] }];
    }

    private static LibraryStep Library(Node node)
    {
        (Node Source, Layout Layout)[] operands = [.. node.Inputs.ToArray().Select(Views.Resolve)];
        return new LibraryStep(node, operands) { Writes = [node], Reads = [.. operands.Select(o => o.Source).Distinct()] };
    }

    private string NameOf(Group group)
    {
        var ops = group.Nodes.Select(n => n.Op.Name).Distinct().Take(3);
        return $"k{numbered++}_{string.Join('_', ops)}";
    }

    /// <summary>Per group, the nodes that others need.</summary>
    private static Dictionary<Group, HashSet<Node>> FindStored(Graph graph, IReadOnlyList<Group> groups)
    {
        Dictionary<Node, Group> groupOf = Group.Members(groups);
        var stored = groups.ToDictionary(g => g, _ => new HashSet<Node>(ReferenceEqualityComparer.Instance));
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is ViewOp)
            {
                continue;
            }
            foreach (Node input in node.Inputs)
            {
                Node source = Views.Source(input);
                if (groupOf.TryGetValue(source, out Group? group) && !ReferenceEquals(group, groupOf.GetValueOrDefault(node)))
                {
                    stored[group].Add(source);
                }
            }
        }
        foreach (Node result in graph.Outputs.ToArray().Concat(graph.Updates.ToArray().Select(u => u.Value)))
        {
            Node source = Views.Source(result);
            if (groupOf.TryGetValue(source, out Group? group))
            {
                stored[group].Add(source);
            }
        }
        return stored;
    }
}
