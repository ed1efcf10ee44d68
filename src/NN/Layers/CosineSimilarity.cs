using System.Globalization;

namespace NeuralJit.NN;

/// <summary>
/// Σ a·b / (max(‖a‖, eps) · max(‖b‖, eps)) along one dimension: the cosine of the angle between two vectors. The two broadcast, and are
/// then vectors of one length.
/// </summary>
/// <param name="dim">The dimension of the broadcast tensors whose elements form a vector.</param>
/// <param name="eps">The least length that is divided by.</param>
public sealed class CosineSimilarity(int dim = 1, double eps = 1e-8) : Module<(Node A, Node B), Node>
{
    private readonly double eps = NumberRules.NotNegative("CosineSimilarity", nameof(eps), eps);

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture, $"dim={dim}, eps={PythonText.Of(eps)}");

    /// <inheritdoc/>
    protected override Node Compute((Node A, Node B) input)
    {
        Shape common = Shape.Broadcast(input.A.Shape, input.B.Shape)
            ?? throw new ShapeException($"{TypeName}: the shapes of {input.A.Type} and {input.B.Type} do not broadcast");
        return (Unit(input.A.BroadcastTo(common)) * Unit(input.B.BroadcastTo(common))).Sum(dim);
    }

    // As in PyTorch the gradient goes on as that of a root, even where eps is in its place.
    private Node Unit(Node x) =>
        x / x.Square().Sum(dim, keepDims: true).WithGradient(squares => squares.Sqrt().Maximum(eps), (_, length, d) => d / (length * 2));
}
