using System.Globalization;

namespace NeuralJit.NN;

/// <summary>Layers of images take batches (N, C, spatial…) and single ones (C, spatial…).</summary>
internal static class Batches
{
    extension(Node x)
    {
        /// <summary>Applies what takes batches to a batch or to a single one, whose result is single too.</summary>
        public Node Batched(string layer, int spatialRank, Func<Node, Node> function) => x.Rank == spatialRank + 2 ? function(x)
            : x.Rank == spatialRank + 1 ? function(x.Unsqueeze(0)).Squeeze(0)
            : throw new ShapeException(string.Create(CultureInfo.InvariantCulture,
                $"{layer}: expected {spatialRank + 2} dimensions (batch, channels, {spatialRank} spatial) or {spatialRank + 1} without "
                + $"the batch, got {x.Type}; Reshape or Unflatten makes them"));
    }
}
