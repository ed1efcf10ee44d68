using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Copies between views of the same type.</summary>
internal static unsafe class StridedCopying
{
    /// <summary>Copies all elements; the source may broadcast to the target.</summary>
    public static void Copy(TensorView source, TensorView target) =>
        Copy(target.DType.Size, target.Extents, source.Address, source.StridesIn(target.Shape), target.Address, target.Strides);

    /// <summary>
    /// Copies all elements to places in the target's memory: the first one <paramref name="offset"/> elements after its start.
    /// </summary>
    public static void Copy(TensorView source, TensorView target, long offset, ReadOnlySpan<long> strides) =>
        Copy(target.DType.Size, source.Extents, source.Address, source.Strides, target.Address
            + (nint)(offset * target.DType.Size), strides);

    /// <summary>Copies elements of a size in bytes.</summary>
    public static void Copy(
        int size, ReadOnlySpan<int> extents, nint source, ReadOnlySpan<long> sourceStrides, nint target, ReadOnlySpan<long> targetStrides)
    {
        switch (size)
        {
            case 1: StridedCopy.Run(extents, (byte*)source, sourceStrides, (byte*)target, targetStrides); break;
            case 2: StridedCopy.Run(extents, (short*)source, sourceStrides, (short*)target, targetStrides); break;
            case 4: StridedCopy.Run(extents, (float*)source, sourceStrides, (float*)target, targetStrides); break;
            default: StridedCopy.Run(extents, (double*)source, sourceStrides, (double*)target, targetStrides); break;
        }
    }

    /// <summary>Sets all elements of a dense target to the one element of <paramref name="value"/>, which has its type.</summary>
    public static void Fill(TensorData value, TensorView target)
    {
        long count = target.Shape.Count;
        switch (target.DType.Size)
        {
            case 1: Kernels.Fill.Run(target.Pointer<byte>(), count, *(byte*)value.Address); break;
            case 2: Kernels.Fill.Run(target.Pointer<short>(), count, *(short*)value.Address); break;
            case 4: Kernels.Fill.Run(target.Pointer<int>(), count, *(int*)value.Address); break;
            default: Kernels.Fill.Run(target.Pointer<long>(), count, *(long*)value.Address); break;
        }
        GC.KeepAlive(value);
    }
}
