using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>A reduction over a set of axes by an associative combination; the compiler lowers it by its reducer.</summary>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public abstract record ReduceOp(Axes Axes, bool KeepDims) : Op
{
    /// <summary>The struct (an <see cref="IReducer"/>) that combines two vectors.</summary>
    public abstract Type Reducer { get; }

    /// <summary>Whether the reduction of no elements is an error (it has no identity that a user would expect).</summary>
    public virtual bool NeedsElements => false;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Node x = inputs[0];
        if (x.DType is DType.Bool or DType.Float16 or DType.BFloat16)
        {
            throw new ShapeException($"{Name}: not defined for {x.Type}; cast it first");
        }
        if (Axes.Mask >> x.Rank != 0)
        {
            throw new ShapeException($"{Name}: axes {Axes} are out of range for {x.Type}");
        }
        if (NeedsElements && Axes.Ascending().Any(a => x.Shape[a] == 0))
        {
            throw new ShapeException($"{Name}: {x.Type} has no elements along {Axes}, and there is no {Name} of nothing");
        }
        return new TensorType(x.DType, x.Shape.Reduce(Axes, KeepDims));
    }

    // Combining n elements takes n − 1 operations.
    /// <inheritdoc/>
    public override long Flops(Node y) => y.Inputs[0].DType.IsFloat ? Math.Max(0, y.Inputs[0].Shape.Count - y.Shape.Count) : 0;

    /// <inheritdoc/>
    public sealed override Node? Gradient(Node y, Node dy, int input)
    {
        Node x = y.Inputs[0];
        return Gradient(x, y, KeepDims ? dy : dy.Reshape(x.Shape.Reduce(Axes, keepDims: true)));
    }

    /// <summary>dx, given x, y and dy, where dy keeps the reduced axes as extents of 1 even if y does not.</summary>
    protected abstract Node? Gradient(Node x, Node y, Node dy);

    /// <summary>Facts about the op are no attributes: only axes and form are written.</summary>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Axes = ").Append(Axes).Append(", KeepDims = ").Append(KeepDims);
        return true;
    }
}

/// <summary>A reduction that repeats <typeparamref name="TReducer"/>.</summary>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public abstract record ReduceOp<TReducer>(Axes Axes, bool KeepDims) : ReduceOp(Axes, KeepDims)
    where TReducer : struct, IReducer
{
    /// <inheritdoc/>
    public sealed override Type Reducer => typeof(TReducer);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        DTypes.Dispatch(y.DType, new Evaluation(inputs[0], y, Axes));

    private readonly struct Evaluation(TensorView x, TensorView y, Axes axes) : ITypedAction
    {
        public unsafe void Invoke<T>() where T : unmanaged, System.Numerics.INumber<T> =>
            Reduction.Run<TReducer, T>(x.Extents, x.Pointer<T>(), x.Strides, axes.Mask, y.Pointer<T>());
    }
}
