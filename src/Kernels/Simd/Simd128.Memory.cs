using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <content>Loads and stores.</content>
public readonly unsafe partial struct Simd128<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, T* destination) => Vector128.Store(value, destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadPartial(T* source, int count)
    {
        if (sizeof(T) == 4 && Avx512F.VL.IsSupported)
        {
            return Avx512F.VL.MaskLoad((int*)source, FirstLanes(count).AsInt32(), Vector128<int>.Zero).As<int, T>();
        }

        return LoadPartialOther(source, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> LoadPartialOther(T* source, int count)
    {
        if (sizeof(T) == 8 && Avx512F.VL.IsSupported)
        {
            return Avx512F.VL.MaskLoad((long*)source, FirstLanes(count).AsInt64(), Vector128<long>.Zero).As<long, T>();
        }

        if (sizeof(T) == 2 && Avx512BW.VL.IsSupported)
        {
            return Avx512BW.VL.MaskLoad((short*)source, FirstLanes(count).AsInt16(), Vector128<short>.Zero).As<short, T>();
        }

        if (sizeof(T) == 1 && Avx512BW.VL.IsSupported)
        {
            return Avx512BW.VL.MaskLoad((sbyte*)source, FirstLanes(count).AsSByte(), Vector128<sbyte>.Zero).As<sbyte, T>();
        }

        if (sizeof(T) == 4 && Avx2.IsSupported)
        {
            return Avx2.MaskLoad((int*)source, FirstLanes(count).AsInt32()).As<int, T>();
        }

        if (sizeof(T) == 8 && Avx2.IsSupported)
        {
            return Avx2.MaskLoad((long*)source, FirstLanes(count).AsInt64()).As<long, T>();
        }

        Vector128<T> buffer = default;
        Unsafe.CopyBlockUnaligned(&buffer, source, (uint)(count * sizeof(T)));
        return buffer;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<T> value, T* destination, int count)
    {
        if (sizeof(T) == 4 && Avx512F.VL.IsSupported)
        {
            Avx512F.VL.MaskStore((int*)destination, FirstLanes(count).AsInt32(), value.AsInt32());
        }
        else
        {
            StorePartialOther(value, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePartialOther(Vector128<T> value, T* destination, int count)
    {
        if (sizeof(T) == 8 && Avx512F.VL.IsSupported)
        {
            Avx512F.VL.MaskStore((long*)destination, FirstLanes(count).AsInt64(), value.AsInt64());
        }
        else if (sizeof(T) == 2 && Avx512BW.VL.IsSupported)
        {
            Avx512BW.VL.MaskStore((short*)destination, FirstLanes(count).AsInt16(), value.AsInt16());
        }
        else if (sizeof(T) == 1 && Avx512BW.VL.IsSupported)
        {
            Avx512BW.VL.MaskStore((sbyte*)destination, FirstLanes(count).AsSByte(), value.AsSByte());
        }
        else if (sizeof(T) == 4 && Avx2.IsSupported)
        {
            Avx2.MaskStore((int*)destination, FirstLanes(count).AsInt32(), value.AsInt32());
        }
        else if (sizeof(T) == 8 && Avx2.IsSupported)
        {
            Avx2.MaskStore((long*)destination, FirstLanes(count).AsInt64(), value.AsInt64());
        }
        else
        {
            Unsafe.CopyBlockUnaligned(destination, &value, (uint)(count * sizeof(T)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadMask(byte* source)
    {
        if (sizeof(T) == 4 && Sse41.IsSupported)
        {
            return Vector128.GreaterThan(Sse41.ConvertToVector128Int32(source), Vector128<int>.Zero).As<int, T>();
        }

        if (sizeof(T) == 8 && Sse41.IsSupported)
        {
            return Vector128.GreaterThan(Sse41.ConvertToVector128Int64(source), Vector128<long>.Zero).As<long, T>();
        }

        if (sizeof(T) == 1)
        {
            return ~Vector128.Equals(Vector128.Load(source), Vector128<byte>.Zero).As<byte, T>();
        }

        Vector128<T> mask = default;
        Lane.ExpandMask(source, (byte*)&mask, Count, sizeof(T));
        return mask;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadMaskPartial(byte* source, int count)
    {
        Vector128<byte> buffer = default;
        Unsafe.CopyBlockUnaligned(&buffer, source, (uint)count);
        return LoadMask((byte*)&buffer);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(Vector128<T> mask, byte* destination)
    {
        if (sizeof(T) == 1)
        {
            Vector128.Store(mask.AsByte() & Vector128<byte>.One, destination);
            return;
        }

        Lane.StoreBits(mask.ExtractMostSignificantBits(), destination, Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMaskPartial(Vector128<T> mask, byte* destination, int count) =>
        Lane.StoreBits(mask.ExtractMostSignificantBits(), destination, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Gather(T* source, long stride)
    {
        if (sizeof(T) == 4)
        {
            float* p = (float*)source;
            return Vector128.Create(p[0], p[stride], p[2 * stride], p[3 * stride]).As<float, T>();
        }

        return GatherOther(source, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> GatherOther(T* source, long stride)
    {
        Vector128<T> buffer = default;
        for (int i = 0; i < Count; i++)
        {
            ((T*)&buffer)[i] = source[i * stride];
        }

        return buffer;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector128<T> value, T* destination, long stride)
    {
        for (int i = 0; i < Count; i++)
        {
            destination[i * stride] = ((T*)&value)[i];
        }
    }
}
