using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>What vectors have no instruction for: integers one lane at a time, and booleans that change their width.</summary>
internal static unsafe class Lane
{
    /// <summary>The double as a <typeparamref name="T"/>: integers truncate and saturate, NaN gives 0.</summary>
    public static T FromDouble<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) { return Unsafe.BitCast<float, T>((float)value); }
        if (typeof(T) == typeof(double)) { return Unsafe.BitCast<double, T>(value); }
        if (typeof(T) == typeof(sbyte)) { return Unsafe.BitCast<sbyte, T>(sbyte.CreateSaturating(value)); }
        if (typeof(T) == typeof(byte)) { return Unsafe.BitCast<byte, T>(byte.CreateSaturating(value)); }
        if (typeof(T) == typeof(short)) { return Unsafe.BitCast<short, T>(short.CreateSaturating(value)); }
        if (typeof(T) == typeof(ushort)) { return Unsafe.BitCast<ushort, T>(ushort.CreateSaturating(value)); }
        if (typeof(T) == typeof(int)) { return Unsafe.BitCast<int, T>(int.CreateSaturating(value)); }
        if (typeof(T) == typeof(uint)) { return Unsafe.BitCast<uint, T>(uint.CreateSaturating(value)); }
        if (typeof(T) == typeof(long)) { return Unsafe.BitCast<long, T>(long.CreateSaturating(value)); }
        if (typeof(T) == typeof(ulong)) { return Unsafe.BitCast<ulong, T>(ulong.CreateSaturating(value)); }
        throw Unsupported<T>();
    }

    /// <summary>a[i] = f(a[i], b[i]).</summary>
    public static void Combine<TFunction, T>(T* a, T* b, int count)
        where TFunction : IIntegerFunction
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            a[i] = Apply<TFunction, T>(a[i], b[i]);
        }
    }

    /// <summary>f(a, b) for an integer type that is known to the compiler only.</summary>
    public static T Apply<TFunction, T>(T a, T b)
        where TFunction : IIntegerFunction
        where T : unmanaged
    {
        if (typeof(T) == typeof(sbyte)) { return As<sbyte, T>(TFunction.Invoke(As<T, sbyte>(a), As<T, sbyte>(b))); }
        if (typeof(T) == typeof(byte)) { return As<byte, T>(TFunction.Invoke(As<T, byte>(a), As<T, byte>(b))); }
        if (typeof(T) == typeof(short)) { return As<short, T>(TFunction.Invoke(As<T, short>(a), As<T, short>(b))); }
        if (typeof(T) == typeof(ushort)) { return As<ushort, T>(TFunction.Invoke(As<T, ushort>(a), As<T, ushort>(b))); }
        if (typeof(T) == typeof(int)) { return As<int, T>(TFunction.Invoke(As<T, int>(a), As<T, int>(b))); }
        if (typeof(T) == typeof(uint)) { return As<uint, T>(TFunction.Invoke(As<T, uint>(a), As<T, uint>(b))); }
        if (typeof(T) == typeof(long)) { return As<long, T>(TFunction.Invoke(As<T, long>(a), As<T, long>(b))); }
        if (typeof(T) == typeof(ulong)) { return As<ulong, T>(TFunction.Invoke(As<T, ulong>(a), As<T, ulong>(b))); }
        throw Unsupported<T>();
    }

    /// <summary>Writes all bits of a lane of <paramref name="size"/> bytes for each boolean that is not 0.</summary>
    public static void ExpandMask(byte* source, byte* lanes, int count, int size)
    {
        for (int i = 0; i < count; i++)
        {
            Unsafe.InitBlockUnaligned(lanes + (i * size), source[i] != 0 ? (byte)0xFF : (byte)0, (uint)size);
        }
    }

    /// <summary>Writes the lowest bits as bytes of 0 and 1, eight at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(ulong bits, byte* destination, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Unsafe.WriteUnaligned(destination + i, Spread(bits >> i));
        }

        if (i < count)
        {
            ulong rest = Spread(bits >> i);
            for (; i < count; i++, rest >>= 8)
            {
                destination[i] = (byte)rest;
            }
        }
    }

    /// <summary>Bit i of the lowest byte as byte i: copied into every byte, singled out, and rounded up to bit 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(ulong bits)
    {
        ulong single = ((bits & 0xFF) * 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
        return ((single + 0x7F7F_7F7F_7F7F_7F7F) >> 7) & 0x0101_0101_0101_0101;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo As<TFrom, TTo>(TFrom value)
        where TFrom : unmanaged
        where TTo : unmanaged => Unsafe.BitCast<TFrom, TTo>(value);

    private static NotSupportedException Unsupported<T>() => new($"lane: expected a primitive integer type, got {typeof(T)}.");
}
