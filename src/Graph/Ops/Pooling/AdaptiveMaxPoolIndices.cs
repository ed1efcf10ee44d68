namespace NeuralJit;

/// <summary>
/// Where the greatest elements of windows lie that divide the input into a given number of parts: part i of n goes from ⌊i·extent/n⌋ to
/// ⌈(i + 1)·extent/n⌉. Positions (int64) within the flattened spatial dimensions, the first of equal elements.
/// </summary>
/// <param name="Sizes">The number of parts along each spatial dimension.</param>
public sealed record AdaptiveMaxPoolIndices(IntList Sizes) : PoolPositionsOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        AdaptiveParts.Check(Name, inputs[0], Sizes);
        return new TensorType(DType.Int64, [inputs[0].Shape[0], inputs[0].Shape[1], .. Sizes]);
    }

    private protected override (int First, int Count) WindowOf(int dimension, int place, int extent) =>
        AdaptiveParts.Part(place, Sizes[dimension], extent);

    private protected override int StepOf(int dimension) => 1;
}
