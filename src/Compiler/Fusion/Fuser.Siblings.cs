namespace NeuralJit.Compilation;

/// <content>Making one kernel of column reductions of the same memory.</content>
internal sealed partial class Fuser
{
    /// <summary>Column reductions over the same space that read the same memory become one kernel: the memory is walked once.</summary>
    private void MergeSiblings()
    {
        Group[] columns = [.. groups.Where(g => g.Kind == GroupKind.Loop && g.IsColumn && !merged.Contains(g))];
        var readers = new Dictionary<(Node Source, Shape Domain), List<int>>();
        for (int i = 0; i < columns.Length; i++)
        {
            foreach (Node source in SourcesOf(columns[i]))
            {
                (readers.TryGetValue((source, columns[i].Domain), out List<int>? list) ? list : readers[(source, columns[i].Domain)] = [])
                    .Add(i);
            }
        }
        int fewest = columns.Select(g => g.Nodes.Count).DefaultIfEmpty().Min();
        for (int i = 0; i < columns.Length; i++)
        {
            if (!merged.Contains(columns[i]))
            {
                MergeSiblings(columns, i, readers, fewest);
            }
        }
    }

    /// <summary>Takes the later siblings of one group into it, the last first.</summary>
    private void MergeSiblings(Group[] columns, int first, Dictionary<(Node, Shape), List<int>> readers, int fewest)
    {
        Group group = columns[first];
        var known = new HashSet<List<int>>();
        var candidates = new PriorityQueue<ListEnd, int>();
        AddReadersOf(group, columns.Length);
        int last = columns.Length;
        while (group.Nodes.Count + fewest <= MostNodes && candidates.TryDequeue(out ListEnd? candidate, out _))
        {
            int number = candidate.List[candidate.Position];
            AddBefore(candidate.List, candidate.Position);
            if (number < last && !merged.Contains(columns[number]) && AreSiblings(group, columns[last = number]))
            {
                Merge(group, columns[number]);
                AddReadersOf(columns[number], number);
            }
        }

        void AddReadersOf(Group reader, int end)
        {
            foreach (Node source in SourcesOf(reader))
            {
                List<int> list = readers[(source, reader.Domain)];
                if (known.Add(list))
                {
                    int position = list.BinarySearch(end);
                    AddBefore(list, position < 0 ? ~position : position);
                }
            }
        }

        // Lists are walked from their ends, and lose the groups there that are gone: so each is passed once.
        void AddBefore(List<int> list, int position)
        {
            while (--position > 0 && list[position] > first && merged.Contains(columns[list[position]]))
            {
                if (position == list.Count - 1)
                {
                    list.RemoveAt(position);
                }
            }
            if (position >= 0 && list[position] > first)
            {
                candidates.Enqueue(new ListEnd(list, position), -list[position]);
            }
        }
    }

    private bool AreSiblings(Group a, Group b) =>
        a.Kind == GroupKind.Loop && b.Kind == GroupKind.Loop && a.IsColumn && b.IsColumn
        && a.Domain.Equals(b.Domain) && ReduceAlike(a, b)
        && a.KernelType == b.KernelType && ArePreparedAlike(a.Nodes[0], b.Nodes[0]) && a.Nodes.Count + b.Nodes.Count <= MostNodes
        && SourcesOf(a).Overlaps(SourcesOf(b)) && !a.Reaches(b) && !b.Reaches(a);

    private static HashSet<Node> SourcesOf(Group group) =>
        new(group.Nodes.SelectMany(n => n.Inputs.ToArray()).Where(i => i.Shape.Count > 1).Select(i => Views.Source(i)),
            ReferenceEqualityComparer.Instance);

    private sealed record ListEnd(List<int> List, int Position);
}
