using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// What every run of a graph has in common: the layout of each value, whose memory it is, and which buffer that is. A buffer
/// is used again when the last reader of its value has run.
/// </summary>
internal sealed class InterpreterPlan
{
    private readonly Dictionary<Node, int> numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<TensorType> slots = [];

    public InterpreterPlan(Graph graph)
    {
        Graph = graph;
        int count = graph.Nodes.Length;
        Layouts = new Layout[count];
        Owners = new int[count];
        Slots = new int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[graph.Nodes[i]] = i;
            (Layouts[i], Owners[i]) = Place(graph.Nodes[i], i);
        }
        AssignSlots(LastReaders());
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>How each node's elements lie in its owner's memory.</summary>
    public Layout[] Layouts { get; }

    /// <summary>The node whose memory each node looks at: itself, unless it is a view.</summary>
    public int[] Owners { get; }

    /// <summary>The buffer of each node that is computed, −1 for the others.</summary>
    public int[] Slots { get; }

    /// <summary>The position of a node in the graph.</summary>
    public int NumberOf(Node node) => numbers[node];

    /// <summary>Buffers for one run.</summary>
    public Storage[] Allocate() => [.. slots.Select(type => TensorData.Uninitialized(type).Storage)];

    private (Layout, int) Place(Node node, int number)
    {
        if (node.Op is ViewOp view)
        {
            int input = numbers[node.Inputs[0]];
            if (view.Map(Layouts[input], node.Shape) is { } layout)
            {
                return (layout, Owners[input]);
            }
        }
        return (Layout.Dense(node.Shape), number);
    }

    private int[] LastReaders()
    {
        int[] last = new int[Owners.Length];
        for (int i = 0; i < last.Length; i++)
        {
            last[Owners[i]] = i;
            foreach (Node input in Graph.Nodes[i].Inputs)
            {
                last[Owners[numbers[input]]] = i;
            }
        }
        foreach (Node output in Graph.Outputs)
        {
            last[Owners[numbers[output]]] = int.MaxValue;
        }
        foreach (Update update in Graph.Updates)
        {
            last[Owners[numbers[update.Value]]] = int.MaxValue;
        }
        return last;
    }

    private void AssignSlots(int[] lastReaders)
    {
        var free = new Dictionary<(DType, long), Stack<int>>();
        var dying = new Dictionary<int, List<int>>();
        for (int i = 0; i < Slots.Length; i++)
        {
            Node node = Graph.Nodes[i];
            bool computed = Owners[i] == i && node.Op is not (InputOp or VariableRead or ConstantOp);
            Slots[i] = computed ? Take(free, node.Type) : -1;
            if (computed && lastReaders[i] != int.MaxValue)
            {
                (dying.TryGetValue(lastReaders[i], out List<int>? list) ? list : dying[lastReaders[i]] = []).Add(i);
            }
            if (dying.Remove(i, out List<int>? dead))
            {
                foreach (int owner in dead)
                {
                    StackFor(free, Graph.Nodes[owner].Type).Push(Slots[owner]);
                }
            }
        }
    }

    private int Take(Dictionary<(DType, long), Stack<int>> free, TensorType type)
    {
        if (StackFor(free, type).TryPop(out int slot))
        {
            return slot;
        }
        slots.Add(type);
        return slots.Count - 1;
    }

    private static Stack<int> StackFor(Dictionary<(DType, long), Stack<int>> free, TensorType type)
    {
        var key = (type.DType, type.Shape.Count);
        return free.TryGetValue(key, out Stack<int>? stack) ? stack : free[key] = new Stack<int>();
    }
}
