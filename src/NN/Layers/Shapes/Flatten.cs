using System.Globalization;

namespace NeuralJit.NN;

/// <summary>Makes one dimension of several: (N, C, H, W) becomes (N, C·H·W).</summary>
/// <param name="startDim">The first dimension that is flattened.</param>
/// <param name="endDim">The last one; negative numbers count from the end.</param>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Module
{
    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture, $"start_dim={startDim}, end_dim={endDim}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Flatten(startDim, endDim);
}
