namespace NeuralJit;

/// <summary>The position (int64) of the smallest element along an axis: the first of equal ones; a NaN counts as the smallest.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="KeepDims">Whether it stays as an extent of 1.</param>
public sealed record ArgMin(int Axis, bool KeepDims = false) : ArgReduceOp(Axis, KeepDims)
{
    /// <inheritdoc/>
    public override bool Greatest => false;
}

/// <summary>The position of the smallest element.</summary>
public static class ArgMinExtensions
{
    extension(Node x)
    {
        /// <summary>The position of the smallest of all elements in row-major order, int64[].</summary>
        public Node ArgMin() => x.Reshape([-1]).ArgMin(0);

        /// <summary>The positions (int64) of the smallest elements along one axis.</summary>
        public Node ArgMin(int axis, bool keepDims = false) => Node.Apply(new ArgMin(x.Shape.AxisOrScalar(axis), keepDims), x);
    }
}
