using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Random numbers, uniform on [0, 1).</summary>
/// <param name="Type">Element type (f32 or f64) and shape.</param>
/// <param name="Stream">The number of the stream.</param>
public sealed record RandomUniform(TensorType Type, int Stream) : RandomOp(Type, Stream)
{
    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        ReadOnlySpan<ulong> state = inputs[0].Span<ulong>();
        if (y.DType == DType.Float32)
        {
            Philox.Uniform(state[0], (uint)Stream, state[1], y.Span<float>());
        }
        else
        {
            Philox.Uniform(state[0], (uint)Stream, state[1], y.Span<double>());
        }
    }
}
