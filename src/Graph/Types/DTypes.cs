using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Facts about each <see cref="DType"/>.</summary>
public static class DTypes
{
    private static readonly Type[] ClrTypes =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(ushort), typeof(short), typeof(uint), typeof(int),
        typeof(ulong), typeof(long), typeof(Half), typeof(BFloat16), typeof(float), typeof(double),
    ];

    private static readonly int[] Sizes = [1, 1, 1, 2, 2, 4, 4, 8, 8, 2, 2, 4, 8];

    private static readonly string[] ShortNames =
        ["bool", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f16", "bf16", "f32", "f64"];

    extension(DType dtype)
    {
        /// <summary>Bytes per element.</summary>
        public int Size => Sizes[(int)dtype];

        /// <summary>The .NET type of an element.</summary>
        public Type ClrType => ClrTypes[(int)dtype];

        /// <summary>The name in dumps and messages: f32, i64, bool.</summary>
        public string ShortName => ShortNames[(int)dtype];

        /// <summary>Whether it is a floating-point type.</summary>
        public bool IsFloat => dtype >= DType.Float16;

        /// <summary>Whether kernels compute in it (the half-precision types are storage only).</summary>
        public bool IsComputeFloat => dtype >= DType.Float32;

        /// <summary>Whether it is an integer type (bool is not).</summary>
        public bool IsInteger => dtype is > DType.Bool and < DType.Float16;
    }

    /// <summary>The dtype whose elements are of the .NET type <typeparamref name="T"/>.</summary>
    /// <exception cref="GraphException">No dtype has such elements.</exception>
    public static DType Of<T>()
    {
        int index = Array.IndexOf(ClrTypes, typeof(T));
        return index >= 0
            ? (DType)index
            : throw new GraphException(
                $"no dtype has elements of type {typeof(T)}; use one of {string.Join(", ", ClrTypes.Select(t => t.Name))}");
    }

    /// <summary>The dtype with the short name <paramref name="name"/> (f32, i64, …), or null.</summary>
    public static DType? Parse(string name)
    {
        int index = Array.IndexOf(ShortNames, name);
        return index >= 0 ? (DType)index : null;
    }

    /// <summary>Calls <paramref name="action"/> with the .NET type of <paramref name="dtype"/>'s elements (bool as byte).</summary>
    internal static void Dispatch<TAction>(DType dtype, TAction action)
        where TAction : ITypedAction, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: action.Invoke<float>(); break;
            case DType.Float64: action.Invoke<double>(); break;
            case DType.Bool or DType.UInt8: action.Invoke<byte>(); break;
            case DType.Int8: action.Invoke<sbyte>(); break;
            case DType.UInt16: action.Invoke<ushort>(); break;
            case DType.Int16: action.Invoke<short>(); break;
            case DType.UInt32: action.Invoke<uint>(); break;
            case DType.Int32: action.Invoke<int>(); break;
            case DType.UInt64: action.Invoke<ulong>(); break;
            case DType.Int64: action.Invoke<long>(); break;
            default: throw new GraphException($"{dtype.ShortName} is a storage type: cast to f32 before computing");
        }
    }

    /// <summary>
    /// Calls <paramref name="action"/> with the .NET type of <paramref name="dtype"/>'s elements, storage types included.
    /// </summary>
    internal static void DispatchStorage<TAction>(DType dtype, TAction action)
        where TAction : IStorageAction, allows ref struct
    {
        switch (dtype)
        {
            case DType.Bool: action.Invoke<bool>(); break;
            case DType.UInt8: action.Invoke<byte>(); break;
            case DType.Int8: action.Invoke<sbyte>(); break;
            case DType.UInt16: action.Invoke<ushort>(); break;
            case DType.Int16: action.Invoke<short>(); break;
            case DType.UInt32: action.Invoke<uint>(); break;
            case DType.Int32: action.Invoke<int>(); break;
            case DType.UInt64: action.Invoke<ulong>(); break;
            case DType.Int64: action.Invoke<long>(); break;
            case DType.Float16: action.Invoke<Half>(); break;
            case DType.BFloat16: action.Invoke<BFloat16>(); break;
            case DType.Float32: action.Invoke<float>(); break;
            default: action.Invoke<double>(); break;
        }
    }
}

/// <summary>Generic code that <see cref="DTypes"/> calls with the type of stored elements.</summary>
internal interface IStorageAction
{
    /// <summary>Runs with elements of type <typeparamref name="T"/>.</summary>
    void Invoke<T>() where T : unmanaged;
}

/// <summary>Generic code that <see cref="DTypes"/> calls with an element type.</summary>
internal interface ITypedAction
{
    /// <summary>Runs with elements of type <typeparamref name="T"/>.</summary>
    void Invoke<T>() where T : unmanaged, System.Numerics.INumber<T>;
}
