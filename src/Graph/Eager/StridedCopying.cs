using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Copies between views of the same type.</summary>
internal static class StridedCopying
{
    /// <summary>Copies all elements; the source may broadcast to the target.</summary>
    public static unsafe void Copy(TensorView source, TensorView target)
    {
        ReadOnlySpan<long> strides = source.StridesIn(target.Shape);
        switch (target.DType.Size)
        {
            case 1: StridedCopy.Run(target.Extents, source.Pointer<byte>(), strides, target.Pointer<byte>(), target.Strides); break;
            case 2: StridedCopy.Run(target.Extents, source.Pointer<short>(), strides, target.Pointer<short>(), target.Strides); break;
            case 4: StridedCopy.Run(target.Extents, source.Pointer<float>(), strides, target.Pointer<float>(), target.Strides); break;
            default: StridedCopy.Run(target.Extents, source.Pointer<double>(), strides, target.Pointer<double>(), target.Strides); break;
        }
    }
}
