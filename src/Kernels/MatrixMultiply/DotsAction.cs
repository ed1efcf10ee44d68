using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>
/// Dot products of one contiguous row with many, four at a time. Element k goes to lane k mod L of accumulator
/// (k / L) mod 2, with L the elements of 64 bytes, as in <see cref="RowReduction"/>, in blocks (<see cref="RunningSum"/>): the order
/// does not depend on the register's width.
/// </summary>
internal readonly unsafe struct DotsAction<T> : ISimdAction<T, GemmProblem<T>>
    where T : unmanaged
{
    private const int LaneBytes = 64;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in GemmProblem<T> p)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        long pitch = p.BColumnStride;
        int column = 0;
        for (; column <= p.N - 4; column += 4)
        {
            Four<W, V>(p.A, p.B + (column * pitch), pitch, p.K, p.C + column);
        }

        for (; column < p.N; column++)
        {
            // A pitch of 0 computes the same product four times; what matters is that it is the same chain.
            Quadruple results;
            Four<W, V>(p.A, p.B + (column * pitch), 0, p.K, (T*)&results);
            p.C[column] = *(T*)&results;
        }
    }

    private static void Four<W, V>(T* a, T* b, long pitch, int count, T* c)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        Quadruple buffer;
        int block = RunningSum.BlockDepth * LaneBytes / sizeof(T);
        if (count <= block)
        {
            FourLanes<W, V>(a, b, pitch, count, (T*)&buffer);
        }
        else
        {
            FourBlocks<W, V>(a, b, pitch, count, block, (T*)&buffer);
        }

        for (int i = 0; i < 4; i++)
        {
            c[i] = RowReduction.CombineLanes<SumReducer, T>((T*)((byte*)&buffer + (i * LaneBytes)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FourBlocks<W, V>(T* a, T* b, long pitch, int count, int block, T* lanes)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int sums = 4 * LaneBytes / sizeof(T);
        T* levels = stackalloc T[BlockSums.Levels * sums];
        long number = 0;
        for (; count > block; count -= block, a += block, b += block)
        {
            FourLanes<W, V>(a, b, pitch, block, lanes);
            BlockSums.Add<W, V, T>(lanes, levels, sums, number++);
        }

        FourLanes<W, V>(a, b, pitch, count, lanes);
        BlockSums.Finish<W, V, T>(lanes, levels, sums, number);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourLanes<W, V>(T* a, T* b, long pitch, int count, T* lanes)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        for (int part = 0; part < LaneBytes / sizeof(T); part += W.Count)
        {
            FourParts<W, V>(a + part, b + part, pitch, count - part, lanes + part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourParts<W, V>(T* a, T* b, long pitch, long count, T* lanes)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int width = LaneBytes / sizeof(T);
        V s0 = W.Create(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
        long k = 0;
        for (; k <= count - width - W.Count; k += 2 * width)
        {
            V x = W.Load(a + k);
            s0 = W.MultiplyAdd(x, W.Load(b + k), s0);
            s1 = W.MultiplyAdd(x, W.Load(b + pitch + k), s1);
            s2 = W.MultiplyAdd(x, W.Load(b + (2 * pitch) + k), s2);
            s3 = W.MultiplyAdd(x, W.Load(b + (3 * pitch) + k), s3);
            V y = W.Load(a + k + width);
            t0 = W.MultiplyAdd(y, W.Load(b + k + width), t0);
            t1 = W.MultiplyAdd(y, W.Load(b + pitch + k + width), t1);
            t2 = W.MultiplyAdd(y, W.Load(b + (2 * pitch) + k + width), t2);
            t3 = W.MultiplyAdd(y, W.Load(b + (3 * pitch) + k + width), t3);
        }

        int first = (int)Math.Clamp(count - k, 0, W.Count);
        int second = (int)Math.Clamp(count - k - width, 0, W.Count);
        V xRest = W.LoadPartial(a + k, first);
        V yRest = W.LoadPartial(a + k + width, second);
        b += k;
        Store<W, V>(s0, t0, xRest, yRest, b, first, second, lanes);
        Store<W, V>(s1, t1, xRest, yRest, b + pitch, first, second, lanes + width);
        Store<W, V>(s2, t2, xRest, yRest, b + (2 * pitch), first, second, lanes + (2 * width));
        Store<W, V>(s3, t3, xRest, yRest, b + (3 * pitch), first, second, lanes + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<W, V>(V s, V t, V x, V y, T* b, int first, int second, T* lanes)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        s = W.MultiplyAdd(x, W.LoadPartial(b, first), s);
        t = W.MultiplyAdd(y, W.LoadPartial(b + (LaneBytes / sizeof(T)), second), t);
        W.Store(W.Add(s, t), lanes);
    }

    private struct Quadruple
    {
#pragma warning disable CS0169, IDE0051 // Room for four registers' lanes, reached by address.
        private Vector512<byte> first;
        private Vector512<byte> second;
        private Vector512<byte> third;
        private Vector512<byte> fourth;
#pragma warning restore CS0169, IDE0051
    }
}
