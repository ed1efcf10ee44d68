using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Random numbers, standard normal.</summary>
/// <param name="Type">Element type (f32 or f64) and shape.</param>
/// <param name="Stream">The number of the stream.</param>
public sealed record RandomNormal(TensorType Type, int Stream) : RandomOp(Type, Stream)
{
    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        ReadOnlySpan<ulong> state = inputs[0].Span<ulong>();
        if (y.DType == DType.Float32)
        {
            Philox.Normal(state[0], (uint)Stream, state[1], y.Span<float>());
        }
        else
        {
            Philox.Normal(state[0], (uint)Stream, state[1], y.Span<double>());
        }
    }
}
