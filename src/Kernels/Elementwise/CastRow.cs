using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>y[i] = (TTo)x[i·stride].</summary>
internal readonly unsafe struct CastRow<TFrom, TTo> : IRowKernel
    where TFrom : unmanaged
    where TTo : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count)
    {
        TTo* y = (TTo*)row.Address0;
        TFrom* x = (TFrom*)row.Address1;
        long stride = row.Stride1 / sizeof(TFrom);
        if (stride == 0)
        {
            new Span<TTo>(y, (int)count).Fill(Convert(*x));
        }
        else if (stride != 1 || !TryVectors(x, y, (int)count))
        {
            for (long i = 0; i < count; i++)
            {
                y[i] = Convert(x[i * stride]);
            }
        }
    }

    /// <summary>One value, through double, long or ulong: each holds all values of the types that go through it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TTo Convert(TFrom value)
    {
        if (typeof(TFrom) == typeof(TTo)) { return Unsafe.BitCast<TFrom, TTo>(value); }
        if (typeof(TFrom) == typeof(float)) { return FromReal(Unsafe.BitCast<TFrom, float>(value)); }
        if (typeof(TFrom) == typeof(double)) { return FromReal(Unsafe.BitCast<TFrom, double>(value)); }
        if (typeof(TFrom) == typeof(Half)) { return FromReal((float)Unsafe.BitCast<TFrom, Half>(value)); }
        if (typeof(TFrom) == typeof(BFloat16)) { return FromReal((float)Unsafe.BitCast<TFrom, BFloat16>(value)); }
        if (typeof(TFrom) == typeof(bool)) { return FromInteger(Unsafe.BitCast<TFrom, byte>(value) != 0 ? 1L : 0L); }
        if (typeof(TFrom) == typeof(sbyte)) { return FromInteger((long)Unsafe.BitCast<TFrom, sbyte>(value)); }
        if (typeof(TFrom) == typeof(byte)) { return FromInteger((long)Unsafe.BitCast<TFrom, byte>(value)); }
        if (typeof(TFrom) == typeof(short)) { return FromInteger((long)Unsafe.BitCast<TFrom, short>(value)); }
        if (typeof(TFrom) == typeof(ushort)) { return FromInteger((long)Unsafe.BitCast<TFrom, ushort>(value)); }
        if (typeof(TFrom) == typeof(int)) { return FromInteger((long)Unsafe.BitCast<TFrom, int>(value)); }
        if (typeof(TFrom) == typeof(uint)) { return FromInteger((long)Unsafe.BitCast<TFrom, uint>(value)); }
        if (typeof(TFrom) == typeof(long)) { return FromInteger(Unsafe.BitCast<TFrom, long>(value)); }
        if (typeof(TFrom) == typeof(ulong)) { return FromInteger(Unsafe.BitCast<TFrom, ulong>(value)); }
        throw new NotSupportedException($"cast: expected a numeric type or bool, got {typeof(TFrom).Name}.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo FromReal<TReal>(TReal value)
        where TReal : unmanaged, IFloatingPoint<TReal>
    {
        if (typeof(TTo) == typeof(float)) { return Unsafe.BitCast<float, TTo>(float.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(double)) { return Unsafe.BitCast<double, TTo>(double.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(Half)) { return Unsafe.BitCast<Half, TTo>(Half.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(BFloat16)) { return Unsafe.BitCast<BFloat16, TTo>((BFloat16)float.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(bool)) { return Unsafe.BitCast<bool, TTo>(value != TReal.Zero); }
        if (typeof(TTo) == typeof(sbyte)) { return Unsafe.BitCast<sbyte, TTo>(sbyte.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(byte)) { return Unsafe.BitCast<byte, TTo>(byte.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(short)) { return Unsafe.BitCast<short, TTo>(short.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(ushort)) { return Unsafe.BitCast<ushort, TTo>(ushort.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(int)) { return Unsafe.BitCast<int, TTo>(int.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(uint)) { return Unsafe.BitCast<uint, TTo>(uint.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(long)) { return Unsafe.BitCast<long, TTo>(long.CreateSaturating(value)); }
        if (typeof(TTo) == typeof(ulong)) { return Unsafe.BitCast<ulong, TTo>(ulong.CreateSaturating(value)); }
        throw new NotSupportedException($"cast: expected a numeric type or bool, got {typeof(TTo).Name}.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo FromInteger<TInteger>(TInteger value)
        where TInteger : unmanaged, IBinaryInteger<TInteger>
    {
        if (typeof(TTo) == typeof(float)) { return Unsafe.BitCast<float, TTo>(float.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(double)) { return Unsafe.BitCast<double, TTo>(double.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(Half)) { return Unsafe.BitCast<Half, TTo>((Half)double.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(BFloat16)) { return Unsafe.BitCast<BFloat16, TTo>((BFloat16)float.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(bool)) { return Unsafe.BitCast<bool, TTo>(!TInteger.IsZero(value)); }
        if (typeof(TTo) == typeof(sbyte)) { return Unsafe.BitCast<sbyte, TTo>(sbyte.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(byte)) { return Unsafe.BitCast<byte, TTo>(byte.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(short)) { return Unsafe.BitCast<short, TTo>(short.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(ushort)) { return Unsafe.BitCast<ushort, TTo>(ushort.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(int)) { return Unsafe.BitCast<int, TTo>(int.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(uint)) { return Unsafe.BitCast<uint, TTo>(uint.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(long)) { return Unsafe.BitCast<long, TTo>(long.CreateTruncating(value)); }
        if (typeof(TTo) == typeof(ulong)) { return Unsafe.BitCast<ulong, TTo>(ulong.CreateTruncating(value)); }
        throw new NotSupportedException($"cast: expected a numeric type or bool, got {typeof(TTo).Name}.");
    }

    /// <summary>The pairs that data loading and weights use most have vectorised conversions.</summary>
    private static bool TryVectors(TFrom* x, TTo* y, int count)
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            new ReadOnlySpan<TFrom>(x, count).CopyTo(new Span<TFrom>(y, count));
            return true;
        }

        if (typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double))
        {
            Simd.Run<ToRegisters, TTo, Elements>(new Elements { X = x, Y = y, Count = count });
            return true;
        }

        if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(Half))
        {
            TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(x, count), new Span<Half>(y, count));
            return true;
        }

        if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(BFloat16))
        {
            CastVectors.Run((float*)x, (BFloat16*)y, count);
            return true;
        }

        if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(int))
        {
            CastVectors.Run((float*)x, (int*)y, count);
            return true;
        }

        return false;
    }

    private struct Elements
    {
        public TFrom* X;
        public TTo* Y;
        public int Count;
    }

    private readonly struct ToRegisters : ISimdAction<TTo, Elements>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in Elements elements)
            where W : struct, ISimd<V, TTo>
            where V : struct
        {
            TFrom* x = elements.X;
            TTo* y = elements.Y;
            int count = elements.Count, i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(ConvertingLoad.Load<TFrom, V, TTo>(x + i), y + i);
            }

            for (; i < count; i++)
            {
                y[i] = Convert(x[i]);
            }
        }
    }
}
