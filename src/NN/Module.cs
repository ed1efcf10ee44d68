namespace NeuralJit.NN;

/// <summary>
/// A part of a network from one value to another. Derive from it, register what it is made of in the constructor and
/// override <see cref="Compute"/>:
/// <code>
/// sealed class Mlp : Module
/// {
///     private readonly Linear fc1, fc2;
///
///     public Mlp()
///     {
///         fc1 = Child("fc1", new Linear(784, 128));
///         fc2 = Child("fc2", new Linear(128, 10));
///     }
///
///     protected override Node Compute(Node x) => fc2.Forward(fc1.Forward(x).Relu());
/// }
/// </code>
/// Whoever calls <see cref="Forward"/> decides what happens: under <see cref="GraphTrace.Eager"/> it computes at once, and
/// the compiler calls it to see the graph.
/// </summary>
public abstract class Module : Component
{
    /// <summary>Applies the module.</summary>
    /// <exception cref="ShapeException">x does not fit; the message names the op, the module path and the place.</exception>
    /// <exception cref="GraphException">The module reads a parameter that nobody registered.</exception>
    public Node Forward(Node x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using ComponentCall call = Enter();
        try
        {
            Node result = Compute(x);
            call.Complete();
            return result;
        }
        catch (ShapeException error) when (error.InnerException is null)
        {
            throw Located(error);
        }
    }

    /// <summary>What the module computes.</summary>
    protected abstract Node Compute(Node x);
}
