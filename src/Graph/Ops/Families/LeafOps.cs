using System.Runtime.CompilerServices;

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
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
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
    // Found when asked for: under eager mode most constants are never compared.
    private StrongBox<int>? hash;
    private StrongBox<double?>? uniform;

    /// <inheritdoc/>
    public override string Name => "constant";

    /// <summary>The one value of all elements as a double, or null when they differ (or are not numbers).</summary>
    public double? Uniform => (uniform ??= new(UniformValue.Of(Data))).Value;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => Data.Type;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => StridedCopying.Copy(Data.View, y);

    /// <summary>Constants are compared by type and content.</summary>
    public bool Equals(ConstantOp? other) =>
        other is not null && (ReferenceEquals(Data, other.Data)
            || (Data.Type == other.Data.Type && GetHashCode() == other.GetHashCode() && Data.HasBytesOf(other.Data)));

    /// <inheritdoc/>
    public override int GetHashCode() => (hash ??= new(HashOf(Data))).Value;

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(Uniform is { } value && Data.Shape.Count > 0
            ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            : $"{Data.Shape.Count} elements, hash {GetHashCode():x8}");
        return true;
    }

    // FNV-1a over words: dumps show it, so it is the same in every process.
    private static int HashOf(TensorData data)
    {
        const ulong Prime = 0x0000_0100_0000_01B3;
        ulong result = 0xCBF2_9CE4_8422_2325;
        ReadOnlySpan<byte> bytes;
        for (long done = 0; done < data.Type.Bytes; done += bytes.Length)
        {
            bytes = data.Part(done);
            ReadOnlySpan<ulong> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (ulong word in words)
            {
                result = (result ^ word) * Prime;
                result ^= result >> 32;
            }
            foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            {
                result = (result ^ rest) * Prime;
            }
        }
        return (int)(result ^ (result >> 32));
    }
}
