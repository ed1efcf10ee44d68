namespace NeuralJit;

/// <summary>What is known of a tensor before it has a value: element type and shape.</summary>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The extents.</param>
public readonly record struct TensorType(DType DType, Shape Shape)
{
    /// <summary>Bytes of a dense tensor of this type.</summary>
    public long Bytes => Shape.Count * DType.Size;

    /// <summary>For example <c>f32[64,784]</c>.</summary>
    public override string ToString() => DType.ShortName + Shape;
}
