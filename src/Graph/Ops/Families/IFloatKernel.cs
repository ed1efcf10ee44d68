using System.Numerics;

namespace NeuralJit;

/// <summary>An op with a kernel for f32 and f64 that takes dense views.</summary>
internal interface IFloatKernel
{
    /// <summary>Computes y from inputs that are dense.</summary>
    void Run<T>(ReadOnlySpan<TensorView> inputs, TensorView y) where T : unmanaged, INumber<T>;

    /// <summary>Computes y from any views in the type of its elements.</summary>
    static void Evaluate(IFloatKernel op, ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        using var dense = new DenseViews(inputs);
        if (y.DType == DType.Float32)
        {
            op.Run<float>(dense.Views, y);
        }
        else
        {
            op.Run<double>(dense.Views, y);
        }
    }
}
