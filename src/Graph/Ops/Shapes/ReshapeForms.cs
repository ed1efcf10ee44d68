namespace NeuralJit;

/// <summary>Adding, removing and merging dimensions.</summary>
public static class ReshapeForms
{
    extension(Node x)
    {
        /// <summary>
        /// A new dimension of extent 1 at position <paramref name="axis"/> of the result; negative ones count from its end.
        /// </summary>
        public Node Unsqueeze(int axis)
        {
            int position = axis < 0 ? axis + x.Rank + 1 : axis;
            if ((uint)position > (uint)x.Rank)
            {
                throw new ShapeException($"unsqueeze: axis {axis} is out of range for {x.Type} (valid: {-x.Rank - 1} to {x.Rank})");
            }
            var extents = new List<int>(x.Shape.Extents.ToArray());
            extents.Insert(position, 1);
            return x.Reshape(Shape.Create(extents.ToArray()));
        }

        /// <summary>Without the dimensions of extent 1.</summary>
        public Node Squeeze() => x.Reshape(Shape.Create([.. x.Shape.Where(e => e != 1)]));

        /// <summary>Without dimension <paramref name="axis"/>, which must have extent 1; a scalar stays what it is.</summary>
        public Node Squeeze(int axis)
        {
            axis = x.Shape.AxisOrScalar(axis);
            return x.Rank == 0 ? x : x.Shape[axis] == 1
                ? x.Reshape(x.Shape.Reduce(new Axes(1u << axis), keepDims: false))
                : throw new ShapeException($"squeeze: axis {axis} of {x.Type} has extent {x.Shape[axis]}, not 1");
        }

        /// <summary>
        /// Dimensions <paramref name="startDim"/> to <paramref name="endDim"/> merged into one; a scalar becomes a vector of 1.
        /// </summary>
        public Node Flatten(int startDim = 0, int endDim = -1)
        {
            int start = x.Shape.AxisOrScalar(startDim), end = x.Shape.AxisOrScalar(endDim);
            if (x.Rank == 0)
            {
                return x.AsVector();
            }
            if (start > end)
            {
                throw new ShapeException($"flatten: dimension {startDim} comes after dimension {endDim} in {x.Type}");
            }
            ReadOnlySpan<int> extents = x.Shape.Extents;
            int merged = (int)Shape.Create(extents[start..(end + 1)]).Count;
            return x.Reshape(Shape.Create([.. extents[..start], merged, .. extents[(end + 1)..]]));
        }

        /// <summary>A scalar as a vector of one element; others as they are.</summary>
        internal Node AsVector() => x.Rank == 0 ? x.Reshape([1]) : x;
    }
}
