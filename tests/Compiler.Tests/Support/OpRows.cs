using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Rows of the op table as graphs.</summary>
internal static class OpRows
{
    /// <summary>
    /// The outputs: the value, and the gradient of its product with fixed weights with respect to each floating-point input.
    /// </summary>
    public static Graph WithGradients(OpCase row, State random) => Programs.Trace(inputs =>
    {
        Node y = row.Function(inputs);
        Node[] targets = [.. inputs.Where(i => i.DType.IsFloat)];
        if (!row.Differentiable || !y.DType.IsFloat || targets.Length == 0)
        {
            return [y];
        }
        Node seed = Node.Constant(Samples.Uniform(y.Shape, 0.5, 1.5, seed: 9)).Cast(y.DType);
        return [y, .. Gradients.TryOf([y], [seed], targets).OfType<Node>()];
    }, row.Inputs.Select(i => i.Type), random);
}
