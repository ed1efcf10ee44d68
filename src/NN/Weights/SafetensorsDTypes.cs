namespace NeuralJit.NN;

/// <summary>Facts about each <see cref="SafetensorsDType"/>.</summary>
public static class SafetensorsDTypes
{
    private static readonly (string Name, int Bits, DType? Tensor)[] Facts =
    [
        ("BOOL", 8, DType.Bool), ("F4", 4, null), ("F6_E2M3", 6, null), ("F6_E3M2", 6, null),
        ("U8", 8, DType.UInt8), ("I8", 8, DType.Int8), ("F8_E5M2", 8, null), ("F8_E4M3", 8, null), ("F8_E8M0", 8, null),
        ("I16", 16, DType.Int16), ("U16", 16, DType.UInt16), ("F16", 16, DType.Float16), ("BF16", 16, DType.BFloat16),
        ("I32", 32, DType.Int32), ("U32", 32, DType.UInt32), ("F32", 32, DType.Float32),
        ("C64", 64, null), ("F64", 64, DType.Float64), ("I64", 64, DType.Int64), ("U64", 64, DType.UInt64),
    ];

    extension(SafetensorsDType dtype)
    {
        /// <summary>The name in files: F32, I64, BF16.</summary>
        public string FormatName => Facts[(int)dtype].Name;

        /// <summary>Bits per element.</summary>
        public int Bits => Facts[(int)dtype].Bits;

        /// <summary>The element type of tensors with the same bits, or null where there is none.</summary>
        public DType? TensorDType => Facts[(int)dtype].Tensor;
    }

    /// <summary>The type with this name in files, or null.</summary>
    public static SafetensorsDType? Parse(string name)
    {
        int index = Array.FindIndex(Facts, f => f.Name == name);
        return index >= 0 ? (SafetensorsDType)index : null;
    }

    /// <summary>The type of files whose elements are those of tensors of <paramref name="dtype"/>.</summary>
    public static SafetensorsDType Of(DType dtype) => (SafetensorsDType)Array.FindIndex(Facts, f => f.Tensor == dtype);
}
