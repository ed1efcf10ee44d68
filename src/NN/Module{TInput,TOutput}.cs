namespace NeuralJit.NN;

/// <summary>
/// A part of a network with several inputs or outputs, given as tuples of nodes: <c>Module&lt;(Node A, Node B), Node&gt;</c>.
/// </summary>
/// <typeparam name="TInput">What it takes.</typeparam>
/// <typeparam name="TOutput">What it gives.</typeparam>
public abstract class Module<TInput, TOutput> : Component
{
    /// <summary>Applies the module.</summary>
    public TOutput Forward(TInput input)
    {
        using ComponentCall call = Enter();
        try
        {
            TOutput result = Compute(input);
            call.Complete();
            return result;
        }
        catch (ShapeException error) when (error.InnerException is null)
        {
            throw Located(error);
        }
    }

    /// <summary>What the module computes.</summary>
    protected abstract TOutput Compute(TInput input);
}
