namespace NeuralJit.Compilation;

/// <summary>
/// Turns groups into steps. Which groups become kernels is known from the start: the kernel of a group reads everything before it writes,
/// but where a group has none its ops run one by one, and each reads what those before it wrote.
/// </summary>
internal sealed class StepBuilder
{
    private readonly Dictionary<Group, HashSet<Node>> stored;
    private readonly Dictionary<Group, LoopPlan> plans = [];
    private readonly HashSet<Group> kernels;
    private readonly KernelCompiler compiler;
    private int numbered;

    /// <summary>Plans the loops of all groups.</summary>
    public StepBuilder(Graph graph, IReadOnlyList<Group> groups, KernelCompiler compiler)
    {
        this.compiler = compiler;
        stored = FindStored(graph, groups);
        foreach (Group group in groups)
        {
            if (group.Kind == GroupKind.Loop && LoopLowering.Plan(group, stored[group]) is { } plan)
            {
                plans[group] = plan;
            }
        }
        kernels = [.. groups.Where(g => g.Kind == GroupKind.Contraction || plans.ContainsKey(g))];
    }

    /// <summary>The groups that become one kernel each; the ops of all others run one by one.</summary>
    public IReadOnlySet<Group> Kernels => kernels;

    /// <summary>The steps of a group, usually one.</summary>
    public IEnumerable<Step> Build(Group group)
    {
        if (!kernels.Contains(group))
        {
            return group.Nodes.Select(Library);
        }
        KernelCall call = plans.TryGetValue(group, out LoopPlan? plan)
            ? LoopLowering.Lower(group, plan, NameOf(group))
            : ContractionLowering.Lower(group, stored[group], compiler.VectorBits, NameOf(group));
        return [new KernelStep(call, compiler.CodeOf(call), group) { Writes = [.. stored[group]],
            Reads = [.. call.Addresses.Select(a => a.Source).Where(s => !stored[group].Contains(s)).Distinct()] }];
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
