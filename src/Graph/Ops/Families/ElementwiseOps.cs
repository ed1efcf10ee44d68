using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>An element-wise op of one argument; the compiler lowers it by calling its operator.</summary>
public abstract record UnaryOp : Op
{
    /// <summary>The struct (an <see cref="IUnaryOperator"/>) that computes one vector.</summary>
    public abstract Type Operator { get; }

    /// <summary>Whether the result is a bool per element.</summary>
    public virtual bool GivesBool => false;

    /// <summary>Whether it is defined for integers.</summary>
    public virtual bool TakesIntegers => false;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        DType dtype = inputs[0].DType;
        if (!dtype.IsComputeFloat && !(TakesIntegers && dtype.IsInteger))
        {
            throw new ShapeException(
                $"{Name}: expected f32 or f64{(TakesIntegers ? " or an integer type" : "")}, got {inputs[0].Type}; cast it first");
        }
        return GivesBool ? new TensorType(DType.Bool, inputs[0].Shape) : inputs[0].Type;
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => y.Inputs[0].DType.IsFloat ? y.Shape.Count : 0;

    /// <inheritdoc/>
    public sealed override Node? Gradient(Node y, Node dy, int input) => Gradient(y.Inputs[0], y, dy);

    /// <summary>dx, given x, y = f(x) and dy.</summary>
    protected abstract Node? Gradient(Node x, Node y, Node dy);

    /// <summary>Facts about the op are no attributes: only what derived records add is written.</summary>
    protected override bool PrintMembers(System.Text.StringBuilder builder) => false;
}

/// <summary>An element-wise op of one argument that is computed by <typeparamref name="TOperator"/>.</summary>
public abstract record UnaryOp<TOperator> : UnaryOp
    where TOperator : struct, IUnaryOperator
{
    /// <inheritdoc/>
    public sealed override Type Operator => typeof(TOperator);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        DTypes.Dispatch(inputs[0].DType, new Evaluation(inputs[0], y, GivesBool));

    private readonly struct Evaluation(TensorView x, TensorView y, bool givesBool) : ITypedAction
    {
        public unsafe void Invoke<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            if (givesBool)
            {
                Elementwise.UnaryMask<TOperator, T>(y.Extents, x.Pointer<T>(), x.Strides, y.Pointer<byte>());
            }
            else
            {
                Elementwise.Unary<TOperator, T>(y.Extents, x.Pointer<T>(), x.Strides, y.Pointer<T>());
            }
        }
    }
}

/// <summary>An element-wise op of two arguments that broadcast; the compiler lowers it by calling its operator.</summary>
public abstract record BinaryOp : Op
{
    /// <summary>The struct (an <see cref="IBinaryOperator"/>) that computes one vector.</summary>
    public abstract Type Operator { get; }

    /// <summary>Whether the result is a bool per element (comparisons).</summary>
    public virtual bool GivesBool => false;

    /// <summary>Whether it is defined for bool.</summary>
    public virtual bool TakesBool => GivesBool;

    /// <summary>Whether it is defined for floating point.</summary>
    public virtual bool TakesFloats => true;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 2);
        Node a = inputs[0], b = inputs[1];
        if (a.DType != b.DType)
        {
            throw new ShapeException(
                $"{Name}: expected equal element types, got {a.Type} and {b.Type}; cast one with .Cast({nameof(DType)}.…)");
        }
        if ((a.DType == DType.Bool && !TakesBool) || (a.DType.IsFloat && (!TakesFloats || !a.DType.IsComputeFloat)))
        {
            throw new ShapeException($"{Name}: not defined for {a.DType.ShortName} ({a.Type} and {b.Type}); cast first");
        }
        Shape shape = Shape.Broadcast(a.Shape, b.Shape)
            ?? throw new ShapeException(
                $"{Name}: shapes {a.Shape} and {b.Shape} do not broadcast: each pair of extents, aligned at the right, must be equal "
                + $"or contain a 1");
        return new TensorType(GivesBool ? DType.Bool : a.DType, shape);
    }

    /// <inheritdoc/>
    public override long Flops(Node y) => y.Inputs[0].DType.IsFloat ? y.Shape.Count : 0;

    /// <inheritdoc/>
    public sealed override Node? Gradient(Node y, Node dy, int input) => Gradient(y.Inputs[0], y.Inputs[1], y, dy, input);

    /// <summary>
    /// The gradient of argument number <paramref name="input"/>, given a, b, y = f(a, b) and dy; broadcasting is undone by the caller.
    /// </summary>
    protected abstract Node? Gradient(Node a, Node b, Node y, Node dy, int input);

    /// <summary>Facts about the op are no attributes: only what derived records add is written.</summary>
    protected override bool PrintMembers(System.Text.StringBuilder builder) => false;
}

/// <summary>An element-wise op of two arguments that is computed by <typeparamref name="TOperator"/>.</summary>
public abstract record BinaryOp<TOperator> : BinaryOp
    where TOperator : struct, IBinaryOperator
{
    /// <inheritdoc/>
    public sealed override Type Operator => typeof(TOperator);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        DTypes.Dispatch(inputs[0].DType, new Evaluation(inputs[0], inputs[1], y, GivesBool));

    private readonly struct Evaluation(TensorView a, TensorView b, TensorView y, bool givesBool) : ITypedAction
    {
        public unsafe void Invoke<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            ReadOnlySpan<long> aStrides = a.StridesIn(y.Shape), bStrides = b.StridesIn(y.Shape);
            if (givesBool)
            {
                Elementwise.Compare<TOperator, T>(y.Extents, a.Pointer<T>(), aStrides, b.Pointer<T>(), bStrides, y.Pointer<byte>());
            }
            else
            {
                Elementwise.Binary<TOperator, T>(y.Extents, a.Pointer<T>(), aStrides, b.Pointer<T>(), bStrides, y.Pointer<T>());
            }
        }
    }
}
