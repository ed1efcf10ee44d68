namespace NeuralJit.NN;

/// <summary>Compares what a model gives with what it should give.</summary>
/// <param name="reduction">How the losses of the elements or samples become the result.</param>
public abstract class Loss(LossReduction reduction = LossReduction.Mean) : Component
{
    /// <summary>How the losses of the elements or samples become the result.</summary>
    public LossReduction Reduction { get; } = reduction;

    /// <summary>The loss of <paramref name="input"/>, what the model gives, against <paramref name="target"/>.</summary>
    public Node Forward(Node input, Node target)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        using ComponentCall call = Enter();
        try
        {
            Node result = Compute(input, target);
            call.Complete();
            return result;
        }
        catch (ShapeException error) when (error.InnerException is null)
        {
            throw Located(error);
        }
    }

    /// <summary>What the loss computes.</summary>
    protected abstract Node Compute(Node input, Node target);
}
