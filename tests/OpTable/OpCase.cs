namespace NeuralJit.Tests;

/// <summary>One row of the op table: a function of nodes with sample inputs, and which laws hold for it.</summary>
public sealed class OpCase
{
    public OpCase(string name, Func<Node[], Node> function, params TensorData[] inputs)
    {
        Name = name + "(" + string.Join(", ", inputs.Select(i => i.Type.ToString())) + ")";
        Function = function;
        Inputs = inputs;
    }

    /// <summary>The op and the types of the sample inputs.</summary>
    public string Name { get; }

    /// <summary>Builds the result from the inputs.</summary>
    public Func<Node[], Node> Function { get; }

    /// <summary>Sample inputs.</summary>
    public TensorData[] Inputs { get; }

    /// <summary>Whether the result has a gradient with respect to a floating-point input.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>Whether its gradient has a gradient.</summary>
    public bool TwiceDifferentiable { get; init; } = true;

    /// <summary>The greatest error between two ways to compute it in float32, relative to the greatest element.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The same row with float64 in place of float32.</summary>
    public OpCase InFloat64() => new(Name, Function, [.. Inputs.Select(Float64Graph.InFloat64)])
    {
        Differentiable = Differentiable,
        TwiceDifferentiable = TwiceDifferentiable,
        Tolerance = 1e-12,
    };

    /// <summary>The row as a graph.</summary>
    public Graph ToGraph()
    {
        using GraphTrace trace = GraphTrace.Symbolic(random: RandomState.Create(0));
        Node[] leaves = [.. Inputs.Select((input, i) => Node.Input($"x{i}", input.Type))];
        return Graph.Create(leaves, [Function(leaves)]);
    }

    public override string ToString() => Name;
}
