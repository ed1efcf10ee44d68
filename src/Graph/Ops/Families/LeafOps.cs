namespace NeuralJit;

/// <summary>A value that a run is given; each one is itself only.</summary>
/// <param name="Label">The name in dumps and messages.</param>
/// <param name="Type">Element type and shape.</param>
public sealed record InputOp(string Label, TensorType Type) : Op
{
    /// <inheritdoc/>
    public override string Name => "input";

    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => Type;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        throw new GraphException($"input \"{Label}\" {Type} was not given a value");

    /// <summary>Inputs are compared by reference.</summary>
    public bool Equals(InputOp? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The value of a parameter or state as it was before the run.</summary>
/// <param name="Variable">What is read.</param>
public sealed record VariableRead(Variable Variable) : Op
{
    /// <inheritdoc/>
    public override string Name => Variable is Parameter ? "parameter" : "state";

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => Variable.Type;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => StridedCopying.Copy(Variable.Value.View, y);
}

/// <summary>A fixed value; equal content is one constant.</summary>
/// <param name="Data">The value; must not be changed afterwards.</param>
public sealed record ConstantOp(TensorData Data) : Op
{
    private readonly int hash = HashOf(Data);

    /// <inheritdoc/>
    public override string Name => "constant";

    /// <summary>The one value of all elements as a double, or null when they differ (or are not numbers).</summary>
    public double? Uniform { get; } = UniformValue.Of(Data);

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => Data.Type;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => StridedCopying.Copy(Data.View, y);

    /// <summary>Constants are compared by type and content.</summary>
    public bool Equals(ConstantOp? other) =>
        other is not null && (ReferenceEquals(Data, other.Data) || (hash == other.hash && Data.Type == other.Data.Type && Bytes(Data).SequenceEqual(Bytes(other.Data))));

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(Uniform is { } value && Data.Shape.Count > 0
            ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            : $"{Data.Shape.Count} elements, hash {hash:x8}");
        return true;
    }

    private static int HashOf(TensorData data)
    {
        var hash = new HashCode();
        hash.Add(data.Type);
        hash.AddBytes(Bytes(data));
        return hash.ToHashCode();
    }

    private static unsafe ReadOnlySpan<byte> Bytes(TensorData data) => new((void*)data.Address, checked((int)data.Type.Bytes));
}
