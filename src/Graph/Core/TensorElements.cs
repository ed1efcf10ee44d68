using System.Numerics.Tensors;

namespace NeuralJit;

/// <summary>The elements of tensors as numbers, whatever their type: for checks, which need not be fast.</summary>
internal static class TensorElements
{
    /// <summary>The element at an offset, as a double.</summary>
    public static double AsDouble(ReadOnlyTensor data, long offset)
    {
        TensorData wide = TensorData.Uninitialized(new TensorType(DType.Float64, Shape.Scalar));
        new Cast(DType.Float64).Evaluate([new TensorView(data.Address, data.DType, new Layout(Shape.Scalar, offset, []))], wide.View);
        GC.KeepAlive(data);
        return wide.Item<double>();
    }

    extension(ReadOnlyTensor data)
    {
        /// <summary>The elements in row-major order as doubles.</summary>
        public double[] AsDoubles()
        {
            if (data.DType == DType.Float64)
            {
                return data.Span<double>().ToArray();
            }
            TensorData wide = TensorData.Uninitialized(data.Type with { DType = DType.Float64 });
            new Cast(DType.Float64).Evaluate([data.View], wide.View);
            GC.KeepAlive(data);
            return wide.Span<double>().ToArray();
        }

        /// <summary>Whether there is neither NaN nor an infinity; others than floats never hold one.</summary>
        public bool IsFinite() => data.DType switch
        {
            DType.Float32 => TensorPrimitives.IsFiniteAll<float>(data.Span<float>()),
            DType.Float64 => TensorPrimitives.IsFiniteAll<double>(data.Span<double>()),
            DType.Float16 or DType.BFloat16 => data.AsDoubles().All(double.IsFinite),
            _ => true,
        };
    }

    extension(Shape shape)
    {
        /// <summary>The indices of an element, given its number in row-major order.</summary>
        public int[] IndicesOf(long number)
        {
            int[] indices = new int[shape.Rank];
            for (int axis = indices.Length - 1; axis >= 0; axis--)
            {
                (number, long index) = Math.DivRem(number, shape[axis]);
                indices[axis] = (int)index;
            }
            return indices;
        }
    }
}
