namespace NeuralJit;

public sealed partial class Node
{
    /// <summary>
    /// Part of the tensor by positions and ranges, as in NumPy: <c>x[0]</c>, <c>x[..2, 1..]</c>, <c>x[^1]</c>, <c>x[(.., 2)]</c>;
    /// dimensions that are not named stay whole.
    /// </summary>
    /// <exception cref="ShapeException">An index or range does not fit its dimension, or there are too many.</exception>
    public Node this[params ReadOnlySpan<SliceIndex> indices] => this.At(indices);
}
