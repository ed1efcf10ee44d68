namespace NeuralJit.Compilation;

/// <summary>
/// Finds the updates whose kernel may write the new value over the old one: no other group needs the old value afterwards; the kernel reads
/// it only at the element that it writes, and before it writes there; and nothing that may throw needs the kernel. A group that runs op by
/// op never may: an op that follows the update in it would read the new value.
/// </summary>
internal static class InPlaceUpdates
{
    /// <summary>
    /// The variables that nodes are written into, of which each is a result of one of <paramref name="kernels"/>; adds to the groups' needs
    /// that readers of the old value come first, and has them delayed until all that may throw has run.
    /// </summary>
    public static Dictionary<Node, Variable> Choose(
        Graph graph, IReadOnlyList<Group> groups, IReadOnlySet<Group> kernels, Failures failures)
    {
        var result = new Dictionary<Node, Variable>(ReferenceEqualityComparer.Instance);
        var outputs = new HashSet<Node>(graph.Outputs.ToArray().Select(o => Views.Source(o)), ReferenceEqualityComparer.Instance);
        var taken = new HashSet<Variable>();
        Dictionary<Node, Group> groupOf = Group.Members(groups);
        Dictionary<Variable, List<Group>> readersOf = ReadersOf(groups);
        HashSet<Variable> handedOn = HandedOn(graph);
        foreach (Update update in graph.Updates)
        {
            Node value = update.Value;
            if (!groupOf.TryGetValue(value, out Group? writer) || !kernels.Contains(writer) || outputs.Contains(value)
                || result.ContainsKey(value) || !taken.Add(update.Variable))
            {
                continue;
            }
            List<Group> readers = [.. readersOf.GetValueOrDefault(update.Variable, []).Where(g => !ReferenceEquals(g, writer))];
            if (ReadsOnlyWhatItWrites(writer, update.Variable, value) && !readers.Any(r => r.Reaches(writer))
                && !handedOn.Contains(update.Variable) && failures.TryDelay(writer))
            {
                readers.ForEach(writer.Need);
                result[value] = update.Variable;
            }
        }
        return result;
    }

    /// <summary>The groups that read each variable, in order.</summary>
    private static Dictionary<Variable, List<Group>> ReadersOf(IReadOnlyList<Group> groups)
    {
        var readers = new Dictionary<Variable, List<Group>>();
        foreach (Group group in groups)
        {
            foreach (Variable variable in group.Nodes.SelectMany(n => n.Inputs.ToArray()).Select(i => Views.Source(i).Op)
                .OfType<VariableRead>().Select(r => r.Variable).Distinct())
            {
                if (!readers.TryGetValue(variable, out List<Group>? list))
                {
                    readers[variable] = list = [];
                }
                list.Add(group);
            }
        }
        return readers;
    }

    private static IEnumerable<(Node Reader, Node Input)> Reads(Group group, Variable variable) =>
        from node in @group.Nodes
        from input in node.Inputs.ToArray()
        where Views.Source(input).Op is VariableRead read && ReferenceEquals(read.Variable, variable)
        select (node, input);

    private static bool ReadsOnlyWhatItWrites(Group writer, Variable variable, Node value)
    {
        bool full = writer.Full.Contains(value);
        if (writer.Reduced is not null && full)
        {
            return !Reads(writer, variable).Any();
        }
        return Reads(writer, variable).All(r =>
        {
            Layout layout = Views.Resolve(r.Input).Layout;
            return !Contractions.IsContraction(r.Reader.Op) && r.Reader.Op is not ReduceOp
                && layout.IsDense && layout.Offset == 0 && layout.Shape.Equals(value.Shape) && r.Reader.Shape.Equals(value.Shape)
                    && writer.Full.Contains(r.Reader) == full;
        });
    }

    /// <summary>Outputs and other updates that hand the old value on read it at the very end.</summary>
    private static HashSet<Variable> HandedOn(Graph graph) =>
        [.. graph.Outputs.ToArray().Concat(graph.Updates.ToArray().Select(u => u.Value)).Select(n => Views.Source(n).Op)
            .OfType<VariableRead>().Select(r => r.Variable)];
}
