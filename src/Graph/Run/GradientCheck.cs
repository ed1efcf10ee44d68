namespace NeuralJit;

/// <summary>
/// Compares the gradients of a graph with central differences, in float64: element by element for small tensors, along random
/// directions, and at picked elements for large ones. If something is wrong, it looks for the op that causes it.
/// </summary>
/// <remarks>
/// Where the function has a kink (relu at 0, equal maxima) the derivatives to both sides differ, and every value between them passes.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks a function of one node at the given input.</summary>
    public static GradientCheckResult Run(Func<Node, Node> function, TensorData input, GradientCheckOptions? options = null) =>
        Run(x => function(x[0]), [input], options);

    /// <summary>Checks a function of nodes at the given inputs.</summary>
    public static GradientCheckResult Run(
        Func<Node[], Node> function, ReadOnlySpan<TensorData> inputs, GradientCheckOptions? options = null)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node[] leaves = new Node[inputs.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = Node.Input($"input {i}", inputs[i].Type);
        }
        return Run(Graph.Create(leaves, [function(leaves)]), inputs, options);
    }

    /// <summary>Checks all floating-point outputs of a graph at the given inputs and the present values of its parameters.</summary>
    /// <exception cref="GraphException">The graph has no floating-point output, or no input or parameter that has a gradient.</exception>
    public static GradientCheckResult Run(Graph graph, ReadOnlySpan<TensorData> inputs, GradientCheckOptions? options = null)
    {
        options ??= new GradientCheckOptions();
        Float64Graph converted = Float64Graph.Of(graph);
        TensorData[] arguments = converted.Arguments(inputs);
        using GraphTrace trace = GraphTrace.Rewriting();
        GradientCheckResult result = new Comparison(converted.Graph, arguments, options).Run();
        return result.Passed ? result : result with { Culprit = FindCulprit(converted.Graph, arguments, options) };
    }

    // Each op alone, at the values that it has in the graph.
    private static string? FindCulprit(Graph graph, TensorData[] arguments, GradientCheckOptions options)
    {
        Node[] nodes = graph.Nodes.ToArray();
        TensorData[] values = Interpreter.Run(Graph.Create(graph.Inputs, nodes), arguments);
        var valueOf = new Dictionary<Node, TensorData>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < nodes.Length; i++)
        {
            valueOf[nodes[i]] = values[i];
        }
        foreach (Node node in nodes)
        {
            if (node.DType.IsComputeFloat && node.Inputs.Length > 0 && node.Op is not StopGradient)
            {
                Node[] leaves = [.. node.Inputs.ToArray().Select(input => Node.Input(input.Op.Name, input.Type))];
                TensorData[] at = [.. node.Inputs.ToArray().Select(input => valueOf[input])];
                Graph alone = Graph.Create(leaves, [Node.Apply(node.Op, leaves)]);
                if (!new Comparison(alone, at, options).Run().Passed)
                {
                    return node.Origin?.ToString() is { Length: > 0 } origin
                        ? $"{node.Op.Name} {node.Type} ({origin})"
                        : $"{node.Op.Name} {node.Type}";
                }
            }
        }
        return null;
    }

    /// <summary>Compares the derivatives of Σ weight · output of a float64 graph, with fixed random weights.</summary>
    private sealed class Comparison
    {
        private readonly GradientCheckOptions options;
        private readonly Random random;
        private readonly Interpreter values;
        private readonly Graph graph;
        private readonly TensorData[] arguments;
        private readonly TensorData[] gradients;
        private readonly int[] targets;
        private double scale;
        private int compared;
        private GradientCheckResult worst;

        public Comparison(Graph graph, TensorData[] arguments, GradientCheckOptions options)
        {
            this.graph = graph;
            this.options = options;
            this.arguments = [.. arguments.Select(a => a.Clone())];
            random = new Random(options.Seed);
            worst = new GradientCheckResult { Passed = true, Checked = 0, Tolerance = options.Tolerance };
            Node value = WeightedSum(graph);
            targets = [.. Enumerable.Range(0, graph.Inputs.Length).Where(i => graph.Inputs[i].DType == DType.Float64)];
            Node[] nodes = [.. targets.Select(i => this.graph.Inputs[i])];
            if (nodes.Length == 0)
            {
                throw new GraphException("gradient check: the graph has no floating-point input and no parameter");
            }
            Node?[] found = Gradients.TryOf([value], [value.FilledLike(1)], nodes);
            Node[] complete = [.. found.Select((gradient, i) => (gradient ?? nodes[i].FilledLike(0)).BroadcastTo(nodes[i].Shape))];
            values = new Interpreter(Graph.Create(graph.Inputs, [value]));
            gradients = Interpreter.Run(Graph.Create(graph.Inputs, complete), this.arguments);
        }

        public GradientCheckResult Run()
        {
            double size = Math.Abs(Value());
            for (int t = 0; t < targets.Length; t++)
            {
                double[] gradient = gradients[t].Span<double>().ToArray();
                // Rounding of the value, divided by the step, hides derivatives that are much smaller than value and gradient.
                scale = Math.Max(1e-10, 1e-4 * gradient.Select(Math.Abs).Append(size).Max());
                int count = gradient.Length;
                IEnumerable<int> elements = count <= options.MostElements
                    ? Enumerable.Range(0, count)
                    : Enumerable.Range(0, options.MostElements).Select(_ => random.Next(count));
                foreach (int element in elements)
                {
                    double[] direction = new double[count];
                    direction[element] = 1;
                    Compare(t, direction, gradient[element], element);
                }
                for (int i = 0; i < options.Projections && count > 1; i++)
                {
                    double[] direction = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? -1.0 : 1.0)];
                    Compare(t, direction, direction.Zip(gradient, (d, g) => d * g).Sum(), null);
                }
            }
            return worst with { Checked = compared, Passed = worst.WorstError <= options.Tolerance };
        }

        private Node WeightedSum(Graph graph)
        {
            Node? sum = null;
            foreach (Node output in graph.Outputs)
            {
                if (output.DType == DType.Float64)
                {
                    double[] weights = [.. Enumerable.Range(0, (int)output.Shape.Count).Select(_ => 0.5 + random.NextDouble())];
                    Node term = (output * Node.From<double>(output.Shape, weights)).Sum();
                    sum = sum is null ? term : sum + term;
                }
            }
            return sum ?? throw new GraphException("gradient check: the graph has no floating-point output");
        }

        private void Compare(int target, double[] direction, double analytic, int? element)
        {
            double[] at = arguments[targets[target]].Span<double>().ToArray();
            double size = element is { } e ? Math.Abs(at[e]) : at.Max(Math.Abs);
            double step = options.Step * Math.Max(1, size);
            double before = Value();
            double right = (Moved(target, at, direction, step) - before) / step;
            double left = (before - Moved(target, at, direction, -step)) / step;
            Moved(target, at, direction, 0);
            compared++;

            double numeric = (left + right) / 2;
            double magnitude = Math.Max(Math.Max(Math.Abs(analytic), Math.Abs(numeric)), scale);
            bool kink = Math.Abs(right - left) > 1e-2 * magnitude && analytic >= Math.Min(left, right) - scale
                && analytic <= Math.Max(left, right) + scale;
            double error = kink ? 0 : Math.Abs(analytic - numeric) / magnitude;
            if (!(error <= worst.WorstError) || compared == 1)
            {
                worst = worst with
                {
                    WorstError = double.IsNaN(error) ? double.PositiveInfinity : error,
                    WorstTarget = graph.Inputs[targets[target]].Name ?? "",
                    WorstIndex = element is { } index ? graph.Inputs[targets[target]].Shape.IndicesOf(index) : null,
                    Analytic = analytic,
                    Numeric = numeric,
                };
            }
        }

        private double Moved(int target, double[] at, double[] direction, double distance)
        {
            Span<double> argument = arguments[targets[target]].Span<double>();
            for (int i = 0; i < argument.Length; i++)
            {
                argument[i] = at[i] + (direction[i] * distance);
            }
            return distance == 0 ? 0 : Value();
        }

        private double Value() => values.Run(arguments)[0].Item<double>();
    }
}
