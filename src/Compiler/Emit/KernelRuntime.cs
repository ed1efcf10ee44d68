using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// What generated code calls besides operators: memory by address, since expression trees have no pointers. Nearly everything here is
/// inlined into the generated code.
/// </summary>
public static unsafe class KernelRuntime
{
    [ThreadStatic]
    private static Storage? scratch;

    /// <summary>Entry <paramref name="index"/> of a kernel's argument table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Argument(long table, int index) => ((long*)table)[index];

    /// <summary>What lies at an address, aligned or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(long address) where T : unmanaged => Unsafe.ReadUnaligned<T>((void*)address);

    /// <summary>Puts a value at an address, aligned or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(long address, T value) where T : unmanaged => Unsafe.WriteUnaligned((void*)address, value);

    /// <summary>Memory of this thread for rows between sweeps; its content is undefined.</summary>
    public static long Scratch(long bytes)
    {
        if (scratch is null || scratch.ByteCount < bytes)
        {
            scratch = Storage.AllocateBytes(Math.Max(bytes, 1 << 16));
        }
        return scratch.Address;
    }

    /// <summary>A function of one argument as a call, for kernels with more of them than the JIT inlines.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Unary<TOperator, W, V, T>(V x)
        where TOperator : struct, IUnaryOperator
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => TOperator.Apply<W, V, T>(x);

    /// <summary>A function of two arguments as a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Binary<TOperator, W, V, T>(V x, V y)
        where TOperator : struct, IBinaryOperator
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => TOperator.Apply<W, V, T>(x, y);

    /// <summary>Loads a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<W, V, T>(long address)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Load((T*)address);

    /// <summary>Loads the first lanes, zeros in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPartial<W, V, T>(long address, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.LoadPartial((T*)address, count);

    /// <summary>Loads one element into every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadBroadcast<W, V, T>(long address)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Broadcast(*(T*)address);

    /// <summary>Loads elements that lie apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadStrided<W, V, T>(long address, long stride)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Gather((T*)address, stride);

    /// <summary>Loads the first lanes from elements that lie apart.</summary>
    public static V LoadStridedPartial<W, V, T>(long address, long stride, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        T* lanes = stackalloc T[64];
        Collect((T*)address, stride, count, lanes);
        return W.LoadPartial(lanes, count);
    }

    /// <summary>Loads elements of another type and converts them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadConverted<TFrom, W, V, T>(long address, long stride, int count)
        where TFrom : unmanaged
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => stride == 1 && count == W.Count
            ? ConvertingLoad.Load<TFrom, V, T>((TFrom*)address)
            : LoadConvertedPart<TFrom, W, V, T>((TFrom*)address, stride, count);

    private static V LoadConvertedPart<TFrom, W, V, T>(TFrom* source, long stride, int count)
        where TFrom : unmanaged
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        if (stride == 0)
        {
            return W.Broadcast(count > 0 ? Kernels.Cast.Convert<TFrom, T>(*source) : default);
        }
        TFrom* lanes = stackalloc TFrom[16];
        new Span<TFrom>(lanes, 16).Clear();
        Collect(source, stride, count, lanes);
        return ConvertingLoad.Load<TFrom, V, T>(lanes);
    }

    /// <summary>Loads a mask from booleans.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadMask<W, V, T>(long address)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.LoadMask((byte*)address);

    /// <summary>Loads the first lanes of a mask from booleans.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadMaskPartial<W, V, T>(long address, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.LoadMaskPartial((byte*)address, count);

    /// <summary>Loads the first lanes of a mask from booleans that lie apart (stride 0: one for all lanes).</summary>
    public static V LoadMaskStrided<W, V, T>(long address, long stride, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        byte* lanes = stackalloc byte[64];
        Collect((byte*)address, stride, count, lanes);
        return W.LoadMaskPartial(lanes, count);
    }

    /// <summary>Stores a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<W, V, T>(long address, V value)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Store(value, (T*)address);

    /// <summary>Stores the first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial<W, V, T>(long address, V value, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.StorePartial(value, (T*)address, count);

    /// <summary>Stores a mask as booleans.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask<W, V, T>(long address, V value)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.StoreMask(value, (byte*)address);

    /// <summary>Stores the first lanes of a mask as booleans.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMaskPartial<W, V, T>(long address, V value, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.StoreMaskPartial(value, (byte*)address, count);

    /// <summary>mask ? a : b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select<W, V, T>(V mask, V a, V b)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Select(mask, a, b);

    /// <summary>a·b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd<W, V, T>(V a, V b, V c)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.MultiplyAdd(a, b, c);

    /// <summary>A number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Constant<W, V, T>(double value)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Create(value);

    /// <summary>The first <paramref name="count"/> lanes of a, the others of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FirstLanes<W, V, T>(V a, V b, int count)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => W.Select(W.FirstLanes(count), a, b);

    /// <summary>Lays a channel out as a plane; the table of lines is that of <see cref="PlaneCopy"/>.</summary>
    public static void FillPlane<W, V, T>(long channel, long plane, long lines, long lineCount, long size)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged =>
        PlaneCopy.Fill((T*)channel, (T*)plane, (long*)lines, (int)lineCount, size);

    /// <summary>How many lanes a set of bits names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long CountLanes(long lanes) => BitOperations.PopCount((ulong)lanes);

    /// <summary>Loads the lanes that are named by bits, one after the other; the lanes after them are undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPacked<W, V, T>(long address, long lanes)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        if (AreFirst(lanes))
        {
            return W.Load((T*)address);
        }
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
        {
            Vector512<int> bits = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
            Vector512<int> named = Vector512.Equals(Vector512.Create((int)lanes) & bits, bits);
            return (V)(object)Avx512F.Compress(Vector512<float>.Zero, named.AsSingle(), Vector512.Load((float*)address));
        }
        PackLanes<W, V, T>(address, lanes);
        return W.Load((T*)address);
    }

    /// <summary>Moves the elements that are named by bits to the front of a virtual vector in memory.</summary>
    public static void PackLanes<W, V, T>(long address, long lanes)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        if (AreFirst(lanes))
        {
            return;
        }
        T* elements = (T*)address;
        for (int to = 0; lanes != 0; to++, lanes &= lanes - 1)
        {
            elements[to] = elements[BitOperations.TrailingZeroCount(lanes)];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreFirst(long lanes) => (lanes & (lanes + 1)) == 0;

    /// <summary>
    /// How many of <paramref name="rest"/> elements fall into part number <paramref name="part"/> of <paramref name="lanes"/> lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PartCount(long rest, int part, int lanes) => (int)Math.Clamp(rest - (part * (long)lanes), 0, lanes);

    /// <summary>What rounding took from sum = a + b (<see cref="RunningSum"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Lost<W, V, T>(V a, V b, V sum)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged => RunningSum.Lost<W, V, T>(a, b, sum);

    /// <summary>
    /// Adds a block of running sums to their second level (<see cref="BlockSums"/>); <paramref name="number"/> blocks were added before.
    /// </summary>
    public static void AddBlock<W, V, T>(long block, long levels, long count, long number)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged =>
        BlockSums.Add<W, V, T>((T*)block, (T*)levels, count, number);

    /// <summary>Makes the sum of all blocks of the last one; −1 before it means that there was none.</summary>
    public static void FinishBlocks<W, V, T>(long block, long levels, long count, long number)
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        if (number < 0)
        {
            new Span<T>((T*)block, (int)count).Clear();
        }
        else
        {
            BlockSums.Finish<W, V, T>((T*)block, (T*)levels, count, number);
        }
    }

    /// <summary>Combines all lanes, halves first, and gives the result in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horizontal<TReducer, W, V, T>(V value)
        where TReducer : struct, IReducer
        where W : struct, ISimd<V, T> where V : struct where T : unmanaged
    {
        if (typeof(V) == typeof(Vector512<T>))
        {
            Vector512<T> v = (Vector512<T>)(object)value;
            return W.Broadcast(Halve256<TReducer, T>(TReducer.Apply<Simd256<T>, Vector256<T>, T>(v.GetLower(), v.GetUpper())));
        }
        if (typeof(V) == typeof(Vector256<T>))
        {
            return W.Broadcast(Halve256<TReducer, T>((Vector256<T>)(object)value));
        }
        if (typeof(V) == typeof(Vector128<T>))
        {
            return W.Broadcast(Halve128<TReducer, T>((Vector128<T>)(object)value));
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Halve256<TReducer, T>(Vector256<T> v)
        where TReducer : struct, IReducer where T : unmanaged =>
        Halve128<TReducer, T>(TReducer.Apply<Simd128<T>, Vector128<T>, T>(v.GetLower(), v.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Halve128<TReducer, T>(Vector128<T> v)
        where TReducer : struct, IReducer where T : unmanaged
    {
        if (sizeof(T) == 4)
        {
            Vector128<float> swapped = Vector128.Shuffle(v.AsSingle(), Vector128.Create(2, 3, 0, 1));
            v = TReducer.Apply<Simd128<T>, Vector128<T>, T>(v, swapped.As<float, T>());
        }
        return TReducer.Apply<SimdScalar<T>, T, T>(v[0], v[1]);
    }

    /// <summary>Puts elements that lie apart side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collect<T>(T* source, long stride, int count, T* lanes) where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            lanes[i] = source[i * stride];
        }
    }
}
