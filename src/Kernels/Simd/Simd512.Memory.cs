using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <content>Loads and stores.</content>
public readonly unsafe partial struct Simd512<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, T* destination) => Vector512.Store(value, destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadPartial(T* source, int count)
    {
        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            return Avx512F.MaskLoad((int*)source, FirstLanes(count).AsInt32(), Vector512<int>.Zero).As<int, T>();
        }

        return LoadPartialOther(source, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LoadPartialOther(T* source, int count)
    {
        if (sizeof(T) == 8 && Avx512F.IsSupported)
        {
            return Avx512F.MaskLoad((long*)source, FirstLanes(count).AsInt64(), Vector512<long>.Zero).As<long, T>();
        }

        if (sizeof(T) == 2 && Avx512BW.IsSupported)
        {
            return Avx512BW.MaskLoad((short*)source, FirstLanes(count).AsInt16(), Vector512<short>.Zero).As<short, T>();
        }

        if (sizeof(T) == 1 && Avx512BW.IsSupported)
        {
            return Avx512BW.MaskLoad((sbyte*)source, FirstLanes(count).AsSByte(), Vector512<sbyte>.Zero).As<sbyte, T>();
        }

        Vector512<T> buffer = default;
        Unsafe.CopyBlockUnaligned(&buffer, source, (uint)(count * sizeof(T)));
        return buffer;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<T> value, T* destination, int count)
    {
        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            Avx512F.MaskStore((int*)destination, FirstLanes(count).AsInt32(), value.AsInt32());
        }
        else
        {
            StorePartialOther(value, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePartialOther(Vector512<T> value, T* destination, int count)
    {
        if (sizeof(T) == 8 && Avx512F.IsSupported)
        {
            Avx512F.MaskStore((long*)destination, FirstLanes(count).AsInt64(), value.AsInt64());
        }
        else if (sizeof(T) == 2 && Avx512BW.IsSupported)
        {
            Avx512BW.MaskStore((short*)destination, FirstLanes(count).AsInt16(), value.AsInt16());
        }
        else if (sizeof(T) == 1 && Avx512BW.IsSupported)
        {
            Avx512BW.MaskStore((sbyte*)destination, FirstLanes(count).AsSByte(), value.AsSByte());
        }
        else
        {
            Unsafe.CopyBlockUnaligned(destination, &value, (uint)(count * sizeof(T)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadMask(byte* source)
    {
        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            return Vector512.GreaterThan(Avx512F.ConvertToVector512Int32(Vector128.Load(source)), Vector512<int>.Zero).As<int, T>();
        }

        if (sizeof(T) == 8 && Avx512F.IsSupported)
        {
            Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(source)).AsByte();
            return Vector512.GreaterThan(Avx512F.ConvertToVector512Int64(bytes), Vector512<long>.Zero).As<long, T>();
        }

        if (sizeof(T) == 1)
        {
            return ~Vector512.Equals(Vector512.Load(source), Vector512<byte>.Zero).As<byte, T>();
        }

        Vector512<T> mask = default;
        Lane.ExpandMask(source, (byte*)&mask, Count, sizeof(T));
        return mask;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadMaskPartial(byte* source, int count)
    {
        if (sizeof(T) == 4 && Avx512BW.VL.IsSupported)
        {
            Vector128<byte> bytes = Avx512BW.VL.MaskLoad(source, FirstBytes(count), Vector128<byte>.Zero);
            return Vector512.GreaterThan(Avx512F.ConvertToVector512Int32(bytes), Vector512<int>.Zero).As<int, T>();
        }

        Vector512<byte> buffer = default;
        Unsafe.CopyBlockUnaligned(&buffer, source, (uint)count);
        return LoadMask((byte*)&buffer);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(Vector512<T> mask, byte* destination)
    {
        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            Vector128.Store(Avx512F.ConvertToVector128Byte(mask.AsUInt32()) & Vector128<byte>.One, destination);
            return;
        }

        if (sizeof(T) == 1)
        {
            Vector512.Store(mask.AsByte() & Vector512<byte>.One, destination);
            return;
        }

        Lane.StoreBits(mask.ExtractMostSignificantBits(), destination, Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMaskPartial(Vector512<T> mask, byte* destination, int count)
    {
        if (sizeof(T) == 4 && Avx512BW.VL.IsSupported)
        {
            Avx512BW.VL.MaskStore(destination, FirstBytes(count), Avx512F.ConvertToVector128Byte(mask.AsUInt32()) & Vector128<byte>.One);
        }
        else
        {
            Lane.StoreBits(mask.ExtractMostSignificantBits(), destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> FirstBytes(int count) => Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Gather(T* source, long stride)
    {
        if (sizeof(T) == 4)
        {
            float* p = (float*)source;
            return Vector512.Create(
                p[0], p[stride], p[2 * stride], p[3 * stride],
                p[4 * stride], p[5 * stride], p[6 * stride], p[7 * stride],
                p[8 * stride], p[9 * stride], p[10 * stride], p[11 * stride],
                p[12 * stride], p[13 * stride], p[14 * stride], p[15 * stride]).As<float, T>();
        }

        return GatherOther(source, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> GatherOther(T* source, long stride)
    {
        Vector512<T> buffer = default;
        for (int i = 0; i < Count; i++)
        {
            ((T*)&buffer)[i] = source[i * stride];
        }

        return buffer;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector512<T> value, T* destination, long stride)
    {
        for (int i = 0; i < Count; i++)
        {
            destination[i * stride] = ((T*)&value)[i];
        }
    }
}
