namespace NeuralJit.NN;

/// <summary>Padding of spatial dimensions with what is there.</summary>
internal static class SpatialPadding
{
    extension(Node x)
    {
        /// <summary>Pads the last dimensions by a mode of PyTorch.</summary>
        public Node PadSpatial(IntList before, IntList after, string mode)
        {
            for (int i = 0; i < before.Count; i++)
            {
                int axis = x.Rank - before.Count + i, extent = x.Shape[axis], most = mode == "circular" ? extent : extent - 1;
                if (mode != "replicate" && Math.Max(before[i], after[i]) > most)
                {
                    throw new ShapeException($"pad: {mode} padding of at most {most} fits the extent {extent} of dimension {axis} of {x.Type}, got {before[i]} and {after[i]}");
                }
                long[] sources = [.. Enumerable.Range(-before[i], before[i] + extent + after[i]).Select(p => (long)Source(p, extent, mode))];
                x = before[i] + after[i] == 0 ? x : x.Take(Node.From<long>([sources.Length], sources), axis);
            }
            return x;
        }
    }

    private static int Source(int position, int extent, string mode) => mode switch
    {
        "circular" => (position + extent) % extent,
        "reflect" => extent - 1 - Math.Abs(extent - 1 - Math.Abs(position)),
        _ => Math.Clamp(position, 0, extent - 1),
    };
}
