namespace NeuralJit;

/// <summary>
/// Runs a graph op by op on the kernels of NeuralJit.Kernels: the reference for compiled code. Safe from several threads at once, except
/// for updates.
/// </summary>
public sealed class Interpreter
{
    private readonly RunMemory memory;

    /// <summary>Prepares the runs of a graph.</summary>
    public Interpreter(Graph graph)
    {
        Graph = ExpandComposites(graph);
        memory = new RunMemory(Graph);
    }

    /// <summary>The graph that is run: composites without a kernel are expanded.</summary>
    public Graph Graph { get; }

    /// <summary>Runs a graph once and gives its outputs.</summary>
    public static TensorData[] Run(Graph graph, params ReadOnlySpan<TensorData> inputs) => new Interpreter(graph).Run(inputs);

    /// <summary>Runs the graph and gives its outputs.</summary>
    public TensorData[] Run(params ReadOnlySpan<TensorData> inputs)
    {
        TensorData[] outputs = new TensorData[Graph.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = TensorData.Uninitialized(Graph.Outputs[i].Type);
        }
        Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs the graph into the given outputs, then applies its updates: every read sees the values of before.</summary>
    /// <exception cref="ShapeException">The number or a type of inputs or outputs is not the graph's.</exception>
    /// <exception cref="GraphException">
    /// An output shares memory with an input, another output or something that the graph holds.
    /// </exception>
    public void Run(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs)
    {
        Check("input", Graph.Inputs, inputs);
        Check("output", Graph.Outputs, outputs);
        CheckMemory(inputs, outputs);
        Dictionary<Node, Value> values = Compute(inputs);
        // Updates are simultaneous: what looks at the memory of a variable is copied before the first is written.
        TensorData[] news = [.. Graph.Updates.ToArray().Select(u => values[u.Value].Copy())];
        for (int i = 0; i < outputs.Length; i++)
        {
            StridedCopying.Copy(values[Graph.Outputs[i]].View, outputs[i].View);
        }
        for (int i = 0; i < news.Length; i++)
        {
            Variable variable = Graph.Updates[i].Variable;
            StridedCopying.Copy(news[i].View, variable.Value.View);
            variable.MarkChanged();
        }
        GC.KeepAlive(values);
    }

    /// <summary>The values of outputs and updates.</summary>
    private Dictionary<Node, Value> Compute(ReadOnlySpan<TensorData> inputs)
    {
        Dictionary<Node, int> readers = Readers();
        var values = new Dictionary<Node, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < Graph.Inputs.Length; i++)
        {
            values[Graph.Inputs[i]] = new Value(inputs[i], Layout.Dense(inputs[i].Shape));
        }
        foreach (Node node in Graph.Nodes)
        {
            if (!values.ContainsKey(node))
            {
                values[node] = ValueOf(node, values);
            }
            foreach (Node input in node.Inputs)
            {
                // What nobody reads any more lets its memory go.
                if (--readers[input] == 0)
                {
                    values.Remove(input);
                }
            }
        }
        return values;
    }

    private static Value ValueOf(Node node, Dictionary<Node, Value> values)
    {
        switch (node.Op)
        {
            case InputOp:
                throw new GraphException($"run: input \"{node.Name}\" {node.Type} was not given a value");
            case VariableRead read:
                return new Value(read.Variable.Data, Layout.Dense(node.Shape));
            case ConstantOp constant:
                return new Value(constant.Data, Layout.Dense(node.Shape));
            case ViewOp view when values[node.Inputs[0]] is var source && view.Map(source.Layout, node.Shape) is { } layout:
                return new Value(source.Memory, layout);
        }
        Value[] operands = [.. node.Inputs.ToArray().Select(input => values[input])];
        TensorData result = TensorData.Uninitialized(node.Type);
        node.Op.Evaluate([.. operands.Select(o => o.View)], result.View);
        GC.KeepAlive(operands);
        return new Value(result, Layout.Dense(node.Shape));
    }

    /// <summary>How often each node is read; outputs and updates once more, at the end.</summary>
    private Dictionary<Node, int> Readers()
    {
        var readers = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        foreach (Node read in Graph.Nodes.ToArray().SelectMany(n => n.Inputs.ToArray()).Concat(Graph.Outputs.ToArray())
            .Concat(Graph.Updates.ToArray().Select(u => u.Value)))
        {
            readers[read] = readers.GetValueOrDefault(read) + 1;
        }
        return readers;
    }

    private static Graph ExpandComposites(Graph graph)
    {
        static bool IsExpanded(Node node) => node.Op is CompositeOp composite && !composite.HasKernel(node.Inputs);
        while (graph.Nodes.ToArray().Any(IsExpanded))
        {
            graph = graph.Rewrite(static node => IsExpanded(node) ? ((CompositeOp)node.Op).Expand(node.Inputs) : node);
        }
        return graph;
    }

    private unsafe void CheckMemory(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs)
    {
        Span<nint> addresses = inputs.Length + outputs.Length <= 64
            ? stackalloc nint[inputs.Length + outputs.Length]
            : new nint[inputs.Length + outputs.Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = (i < inputs.Length ? inputs[i] : outputs[i - inputs.Length]).Address;
        }
        fixed (nint* first = addresses)
        {
            memory.Check(first);
        }
    }

    private static void Check(string what, ReadOnlySpan<Node> expected, ReadOnlySpan<TensorData> given)
    {
        if (given.Length != expected.Length)
        {
            throw new ShapeException($"run: expected {expected.Length} {what}{(expected.Length == 1 ? "" : "s")}, got {given.Length}");
        }
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i].Type != expected[i].Type)
            {
                throw new ShapeException(
                    $"run: {what} {i} (\"{expected[i].Name ?? expected[i].Op.Name}\") must be {expected[i].Type}, got {given[i].Type}");
            }
        }
    }

    /// <summary>Where the elements of a node are.</summary>
    private sealed record Value(TensorData Memory, Layout Layout)
    {
        public TensorView View => new(Memory.Address, Memory.DType, Layout);

        public TensorData Copy()
        {
            TensorData copy = TensorData.Uninitialized(new TensorType(Memory.DType, Layout.Shape));
            StridedCopying.Copy(View, copy.View);
            GC.KeepAlive(Memory);
            return copy;
        }
    }
}
