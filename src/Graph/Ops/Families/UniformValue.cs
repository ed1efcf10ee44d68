using System.Numerics;

namespace NeuralJit;

/// <summary>Constants that have one value everywhere.</summary>
internal static class UniformValue
{
    /// <summary>The value of all elements, or null when they differ, there are none, or a double cannot hold it.</summary>
    public static double? Of(TensorData data)
    {
        if (data.Shape.Count == 0 || data.DType is DType.Float16 or DType.BFloat16)
        {
            return null;
        }
        var reader = new Reader(data);
        DTypes.Dispatch(data.DType, reader);
        return reader.Result[0];
    }

    /// <summary>A rank-0 tensor with the value converted to the type.</summary>
    public static TensorData Scalar(double value, DType dtype)
    {
        TensorData data = TensorData.Uninitialized(new TensorType(dtype, Shape.Scalar));
        if (dtype == DType.Bool)
        {
            data.Span<bool>()[0] = value != 0;
        }
        else
        {
            DTypes.Dispatch(dtype, new Writer(data, value));
        }
        return data;
    }

    private readonly struct Reader(TensorData data) : ITypedAction
    {
        public double?[] Result { get; } = [null];

        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> values = data.View.Span<T>();
            T first = values[0];
            bool isNegativeZero = T.IsZero(first) && T.IsNegative(first);
            double asDouble = double.CreateSaturating(first);
            bool exact = T.IsNaN(first) || T.CreateSaturating(asDouble) == first;
            Result[0] = exact && !isNegativeZero && !values[1..].ContainsAnyExcept(first) ? asDouble : null;
        }
    }

    private readonly struct Writer(TensorData data, double value) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T> => data.View.Span<T>()[0] = T.CreateSaturating(value);
    }
}
