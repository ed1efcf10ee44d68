using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Random numbers, standard normal.</summary>
/// <param name="Type">Element type (f32 or f64) and shape.</param>
/// <param name="Stream">The number of the stream.</param>
public sealed record RandomNormal(TensorType Type, int Stream) : RandomOp(Type, Stream)
{
    private protected override unsafe void Draw<T>(ulong seed, ulong step, TensorView y) =>
        Philox.Normal(seed, (ulong)Stream, step, 0, y.Shape.Count, y.Pointer<T>());
}
