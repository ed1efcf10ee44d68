using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>What combines the elements of a segment.</summary>
internal enum Combination
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The product.</summary>
    Product,

    /// <summary>The greatest.</summary>
    Greatest,

    /// <summary>The least.</summary>
    Least,
}

/// <summary>
/// A reduction of segments: the first of the axes, which follow each other, is cut into segments of so many elements (the last may have
/// fewer), and each is reduced with all of the other axes. The result keeps the axes: the first has as many elements as there are segments,
/// the others have one.
/// </summary>
/// <param name="Combination">How.</param>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="Length">Elements of a segment along the first of them.</param>
internal sealed record SegmentReduce(Combination Combination, Axes Axes, int Length) : ReduceOp(Axes, KeepDims: true)
{
    /// <summary>The axis that is cut.</summary>
    public int Axis => Axes.Ascending().First();

    /// <inheritdoc/>
    public override Type Reducer => Combination switch
    {
        Combination.Product => typeof(ProductReducer),
        Combination.Greatest => typeof(MaxReducer),
        Combination.Least => typeof(MinReducer),
        _ => typeof(SumReducer),
    };

    /// <summary>The first stage of a reduction, or null where it has no such form.</summary>
    public static SegmentReduce? Of(ReduceOp whole, Axes axes, int length) => whole switch
    {
        Sum => new(Combination.Sum, axes, length),
        Prod => new(Combination.Product, axes, length),
        Max => new(Combination.Greatest, axes, length),
        Min => new(Combination.Least, axes, length),
        _ => null,
    };

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType whole = base.Infer(inputs);
        int[] extents = whole.Shape.Extents.ToArray();
        extents[Axis] = ((inputs[0].Shape[Axis] - 1) / Length) + 1;
        return new TensorType(whole.DType, Shape.Create(extents));
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        ReduceOp whole = Combination switch
        {
            Combination.Product => new Prod(Axes, true),
            Combination.Greatest => new Max(Axes, true),
            Combination.Least => new Min(Axes, true),
            _ => new Sum(Axes, true),
        };
        // Ops write dense memory: the results of a segment lie apart.
        TensorData result = TensorData.Zeros(new TensorType(y.DType, y.Shape.With(Axis, 1)));
        for (int segment = 0; segment < y.Extents[Axis]; segment++)
        {
            int start = segment * Length;
            whole.Evaluate([Part(inputs[0], start, Math.Min(Length, inputs[0].Extents[Axis] - start))], result.View);
            StridedCopying.Copy(result.View, Part(y, segment, 1));
        }
        GC.KeepAlive(result);
    }

    /// <inheritdoc/>
    protected override Node? Gradient(Node x, Node y, Node dy) => null;

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Combination = ").Append(Combination).Append(", Axes = ").Append(Axes).Append(", Length = ").Append(Length);
        return true;
    }

    private TensorView Part(TensorView whole, int start, int count)
    {
        int[] extents = whole.Extents.ToArray();
        extents[Axis] = count;
        return new TensorView(whole.Address, whole.DType, new Layout(Shape.Create(extents), start * whole.Strides[Axis], whole.Strides));
    }
}
