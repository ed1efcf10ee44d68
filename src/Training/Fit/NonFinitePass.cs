namespace NeuralJit.Training;

/// <summary>A step's forward and backward pass, run op by op so that every value can be looked at.</summary>
internal static class NonFinitePass
{
    /// <summary>All parameters and states that an objective reads.</summary>
    public static Variable[] VariablesOf(Objective objective, Batch batch, State? random)
    {
        using Trace trace = Trace.Symbolic(training: true, random);
        objective.Loss(Node.Input("input", batch.Inputs.Type), Node.Input("target", batch.Targets.Type));
        return [.. trace.Used];
    }

    /// <summary>Runs both passes and describes the first node that makes NaN, or else an infinity; null when all is finite.</summary>
    public static string? Run(Objective objective, Batch batch, State? random)
    {
        Graph graph = Build(objective, batch, random, out HashSet<Node> forward);
        TensorData[] results = Interpreter.Run(graph, batch.Inputs, batch.Targets);
        var values = new Dictionary<Node, TensorData>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < results.Length; i++)
        {
            values[graph.Outputs[i]] = results[i];
        }
        // An infinity alone may be meant (a mask); NaN never is.
        Node? nan = FirstMaker(graph, values, double.IsNaN);
        Node? infinity = FirstMaker(graph, values, double.IsInfinity);
        return (nan, infinity) switch
        {
            (null, null) => null,
            (null, { } node) => $"the first infinity is made by {Describe(node, double.IsInfinity)}",
            ({ } node, { } source) when !ReferenceEquals(node, source) && HasInfiniteInput(node, values) =>
                $"the first NaN is made by {Describe(node, double.IsNaN)}, of an infinity that was first made by {Describe(source, double.IsInfinity)}",
            ({ } node, _) => $"the first NaN is made by {Describe(node, double.IsNaN)}",
        };

        string Describe(Node node, Predicate<double> isBad) => NonFinitePass.Describe(node, values[node], isBad, forward.Contains(node));
    }

    /// <summary>The graph of loss and gradients, composites expanded, with every value an output.</summary>
    private static Graph Build(Objective objective, Batch batch, State? random, out HashSet<Node> forward)
    {
        using Trace trace = Trace.Symbolic(training: true, random);
        Node input = Node.Input("input", batch.Inputs.Type), target = Node.Input("target", batch.Targets.Type);
        Node loss = objective.Loss(input, target);
        Node[] parameters = [.. trace.Used.OfType<Parameter>().Where(p => p.RequiresGradient).Select(p => p.Read())];
        Node[] gradients = [.. Gradients.TryOf([loss], [loss.FilledLike(1)], parameters).OfType<Node>()];
        Graph graph = new Interpreter(Graph.Create([input, target], [loss, .. gradients])).Graph;
        forward = [.. TopologicalOrder.Of([graph.Outputs[0]], stop: null)];
        return Graph.Assemble(graph.Inputs.ToArray(), graph.Nodes.ToArray(), []);
    }

    private static Node? FirstMaker(Graph graph, Dictionary<Node, TensorData> values, Predicate<double> isBad)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is not ConstantOp && Find(values[node], isBad) >= 0 && !node.Inputs.ToArray().Any(n => Find(values[n], isBad) >= 0))
            {
                return node;
            }
        }
        return null;
    }

    private static bool HasInfiniteInput(Node node, Dictionary<Node, TensorData> values) =>
        node.Inputs.ToArray().Any(n => Find(values[n], double.IsInfinity) >= 0);

    private static string Describe(Node node, TensorData value, Predicate<double> isBad, bool isForward)
    {
        int index = Find(value, isBad);
        string what = node.Op switch
        {
            InputOp input => $"the batch's {input.Label}, which holds {At(value, index)}",
            VariableRead read => $"\"{read.Variable.Name}\" {node.Type}, which held {At(value, index)} before the step",
            _ => $"{node.Op.Name} {node.Type}{(isForward ? "" : " of the backward pass")}, which gives {At(value, index)}",
        };
        return node.Origin?.ToString() is { Length: > 0 } origin && node.Op is not (InputOp or VariableRead) ? $"{what} ({origin})" : what;
    }

    private static string At(TensorData value, int index)
    {
        int[] place = new int[value.Shape.Rank];
        for (int axis = place.Length - 1, rest = index; axis >= 0; rest /= value.Shape[axis], axis--)
        {
            place[axis] = rest % value.Shape[axis];
        }
        string number = (value.DType == DType.Float64 ? value.Span<double>()[index] : value.Span<float>()[index]).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"{number} at [{string.Join(',', place)}]";
    }

    /// <summary>The position of the first such element, or −1.</summary>
    private static int Find(TensorData value, Predicate<double> isBad)
    {
        if (NonFiniteFinder.IsFinite(value))
        {
            return -1;
        }
        return value.DType == DType.Float64
            ? Array.FindIndex(value.Span<double>().ToArray(), isBad)
            : Array.FindIndex(value.Span<float>().ToArray(), v => isBad(v));
    }
}
