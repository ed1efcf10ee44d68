namespace NeuralJit.NN;

/// <summary>The scalars of one optimiser step, and the updates that it collects.</summary>
/// <param name="scalars">Values of rank 0.</param>
public sealed class StepScalars(params ReadOnlySpan<Node> scalars)
{
    private readonly Node[] scalars = scalars.ToArray();

    /// <summary>What the step changes.</summary>
    public List<Update> Updates { get; } = [];

    /// <summary>Scalar number <paramref name="index"/> in the element type of a parameter.</summary>
    public Node this[int index, Node parameter] => scalars[index].DType == parameter.DType ? scalars[index] : scalars[index].Cast(parameter.DType);

    /// <summary>Registers the new value of a moment and gives it back.</summary>
    public Node Set(State moment, Node value)
    {
        Updates.Add(new Update(moment, value));
        return value;
    }
}
