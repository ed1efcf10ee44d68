using NeuralJit.Compilation;

namespace NeuralJit.Training;

/// <summary>A step's forward and backward pass, run op by op so that every value can be looked at.</summary>
internal static class NonFinitePass
{
    /// <summary>All parameters and states that an objective reads, and the settings on which that depends.</summary>
    public static (Variable[] Variables, TraceSettings Settings) VariablesOf(Objective objective, Batch batch, State? random)
    {
        using GraphTrace trace = GraphTrace.Symbolic(training: true, random);
        objective.Loss(Node.Input("input", batch.Inputs.Type), Node.Input("target", batch.Targets.Type));
        return ([.. trace.Used], trace.Settings);
    }

    /// <summary>Runs both passes and describes the first node that makes NaN, or else an infinity; null when all is finite.</summary>
    public static string? Run(Objective objective, Batch batch, State? random)
    {
        Graph graph = Build(objective, batch, random, out HashSet<Node> forward);
        // An infinity alone may be meant (a mask); NaN never is.
        return NonFiniteReport.Find(graph, batch.Inputs, batch.Targets) switch
        {
            null => null,
            { NaN: null, Infinity: { } infinity } => $"the first infinity is made by {Describe(infinity)}",
            { NaN: { } nan, Infinity: { } infinity } when !ReferenceEquals(nan.Node, infinity.Node) && nan.Inputs.Any(i => i.HasInfinity) =>
                $"the first NaN is made by {Describe(nan)}, of an infinity that was first made by {Describe(infinity)}",
            { NaN: var nan } => $"the first NaN is made by {Describe(nan!)}",
        };

        string Describe(NonFiniteValue value) => NonFinitePass.Describe(value, forward.Contains(value.Node));
    }

    /// <summary>The graph of loss and gradients, composites expanded.</summary>
    private static Graph Build(Objective objective, Batch batch, State? random, out HashSet<Node> forward)
    {
        using GraphTrace trace = GraphTrace.Symbolic(training: true, random);
        Node input = Node.Input("input", batch.Inputs.Type), target = Node.Input("target", batch.Targets.Type);
        Node loss = objective.Loss(input, target);
        Node[] parameters = [.. trace.Used.OfType<Parameter>().Where(p => p.RequiresGradient).Select(p => p.Read())];
        Node[] gradients = [.. Gradients.TryOf([loss], [loss.FilledLike(1)], parameters).OfType<Node>()];
        Graph graph = new Interpreter(Graph.Create([input, target], [loss, .. gradients])).Graph;
        forward = [.. TopologicalOrder.Of([graph.Outputs[0]], stop: null)];
        return graph;
    }

    private static string Describe(NonFiniteValue value, bool isForward)
    {
        Node node = value.Node;
        string what = node.Op switch
        {
            InputOp input => $"the batch's {input.Label}, which holds {value.Place}",
            VariableRead read => $"\"{read.Variable.Name}\" {node.Type}, which held {value.Place} before the step",
            _ => $"{node.Op.Name} {node.Type}{(isForward ? "" : " of the backward pass")}, which gives {value.Place}",
        };
        return node.Origin?.ToString() is { Length: > 0 } origin && node.Op is not (InputOp or VariableRead) ? $"{what} ({origin})" : what;
    }
}
