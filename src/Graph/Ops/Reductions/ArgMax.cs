namespace NeuralJit;

/// <summary>The position (int64) of the greatest element along an axis: the first of equal ones; a NaN counts as the greatest.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="KeepDims">Whether it stays as an extent of 1.</param>
public sealed record ArgMax(int Axis, bool KeepDims = false) : ArgReduceOp(Axis, KeepDims)
{
    /// <inheritdoc/>
    public override bool Greatest => true;
}

/// <summary>The position of the greatest element.</summary>
public static class ArgMaxExtensions
{
    extension(Node x)
    {
        /// <summary>The position of the greatest of all elements in row-major order, int64[].</summary>
        public Node ArgMax() => x.Reshape([-1]).ArgMax(0);

        /// <summary>The positions (int64) of the greatest elements along one axis.</summary>
        public Node ArgMax(int axis, bool keepDims = false) => Node.Apply(new ArgMax(x.Shape.AxisOrScalar(axis), keepDims), x);
    }
}
