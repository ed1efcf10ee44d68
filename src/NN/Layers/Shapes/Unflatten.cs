using System.Globalization;

namespace NeuralJit.NN;

/// <summary>Makes several dimensions of one: the reverse of <see cref="Flatten"/>.</summary>
/// <param name="dim">The dimension; negative numbers count from the end.</param>
/// <param name="unflattenedSize">What it becomes; one extent may be −1.</param>
public sealed class Unflatten(int dim, params int[] unflattenedSize) : Module
{
    /// <inheritdoc/>
    protected override string Details =>
        string.Create(CultureInfo.InvariantCulture, $"dim={dim}, unflattened_size={PythonText.Of(unflattenedSize)}");

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        int axis = x.Shape.Axis(dim);
        return x.Reshape([.. x.Shape.Extents[..axis], .. unflattenedSize, .. x.Shape.Extents[(axis + 1)..]]);
    }
}
