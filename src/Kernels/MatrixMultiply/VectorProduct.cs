using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Products with one row (or few), bound by how fast B can be read: where B's rows are contiguous, multiples of them are
/// added up; where its columns are, dot products. Integers of any shape go this way too, row by row.
/// </summary>
internal static unsafe class VectorProduct<T>
    where T : unmanaged
{
    private const int ColumnsPerUnit = 256;

    /// <summary>Runs a product.</summary>
    public static void Run(in GemmProblem<T> problem)
    {
        bool floats = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (problem.BColumnStride == 1 || problem.N == 1)
        {
            RunStrips<RowsAction>(problem, ColumnsPerUnit);
        }
        else if (problem.BRowStride == 1 && floats)
        {
            RunOnDenseRows(problem);
        }
        else
        {
            RunOnCopy(problem);
        }
    }

    private static void RunOnDenseRows(GemmProblem<T> problem)
    {
        // Dot products want both sides contiguous; A is the small one.
        using Scratch scratch = new(problem.AColumnStride == 1 ? 0 : (long)problem.M * problem.K * sizeof(T));
        if (problem.AColumnStride != 1)
        {
            T* dense = (T*)scratch.Address;
            StridedCopy.Run([problem.M, problem.K], problem.A, [problem.ARowStride, problem.AColumnStride], dense, [problem.K, 1]);
            problem.A = dense;
            problem.ARowStride = problem.K;
            problem.AColumnStride = 1;
        }

        long perUnit = Math.Max(4, (ParallelLoop.Grain / problem.K) & ~3);
        RunStrips<DotsAction<T>>(problem, perUnit);
    }

    private static void RunOnCopy(GemmProblem<T> problem)
    {
        using Scratch scratch = new((long)problem.K * problem.N * sizeof(T));
        T* dense = (T*)scratch.Address;
        StridedCopy.Run([problem.K, problem.N], problem.B, [problem.BRowStride, problem.BColumnStride], dense, [problem.N, 1]);
        problem.B = dense;
        problem.BRowStride = problem.N;
        problem.BColumnStride = 1;
        RunStrips<RowsAction>(problem, ColumnsPerUnit);
    }

    private static void RunStrips<TAction>(in GemmProblem<T> problem, long columns)
        where TAction : struct, ISimdAction<T, GemmProblem<T>>
    {
        Strips<TAction> strips = new(problem, columns);
        long units = (((problem.N - 1) / columns) + 1) * problem.M;
        ParallelLoop.Run(ref strips, units, perChunk: 1, forks: (long)problem.M * problem.N * problem.K >= 4 * ParallelLoop.Grain);
    }

    /// <summary>Single rows of A with some columns of B; the rows of A go by while the columns stay in the cache.</summary>
    private readonly struct Strips<TAction>(GemmProblem<T> problem, long columns) : ILoopJob
        where TAction : struct, ISimdAction<T, GemmProblem<T>>
    {
        public void Run(long begin, long end)
        {
            for (long unit = begin; unit < end; unit++)
            {
                (long group, long row) = Math.DivRem(unit, problem.M);
                long first = group * columns;
                GemmProblem<T> strip = problem;
                strip.A += row * problem.ARowStride;
                strip.B += first * problem.BColumnStride;
                strip.C += (row * problem.CRowStride) + first;
                strip.N = (int)Math.Min(columns, problem.N - first);
                Simd.Run<TAction, T, GemmProblem<T>>(strip);
            }
        }
    }

    private readonly struct RowsAction : ISimdAction<T, GemmProblem<T>>
    {
        /// <summary>c = Σ a[k]·b[k, :], in blocks.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in GemmProblem<T> p)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            int block = RunningSum.Rounds<T>() ? RunningSum.BlockDepth : p.K;
            if (p.K <= block)
            {
                AddBlock<W, V>(p, 0, p.K);
                return;
            }

            T* levels = stackalloc T[BlockSums.Levels * ColumnsPerUnit];
            long number = 0;
            int k = 0;
            for (; k < p.K - block; k += block)
            {
                AddBlock<W, V>(p, k, k + block);
                BlockSums.Add<W, V, T>(p.C, levels, p.N, number++);
            }

            AddBlock<W, V>(p, k, p.K);
            BlockSums.Finish<W, V, T>(p.C, levels, p.N, number);
        }

        /// <summary>c = Σ a[k]·b[k, :] for some k, eight at a time, in order.</summary>
        private static void AddBlock<W, V>(in GemmProblem<T> p, long k, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            new Span<T>(p.C, p.N).Clear();
            for (; k <= end - 8; k += 8)
            {
                AddEight<W, V>(p.A + (k * p.AColumnStride), p.AColumnStride, p.B + (k * p.BRowStride), p.BRowStride, p.C, p.N);
            }

            for (; k < end; k++)
            {
                AddOne<W, V>(p.A[k * p.AColumnStride], p.B + (k * p.BRowStride), p.C, p.N);
            }
        }

        private static void AddEight<W, V>(T* a, long step, T* b, long stride, T* c, int count)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            V a0 = W.Broadcast(a[0]), a1 = W.Broadcast(a[step]), a2 = W.Broadcast(a[2 * step]), a3 = W.Broadcast(a[3 * step]);
            V a4 = W.Broadcast(a[4 * step]), a5 = W.Broadcast(a[5 * step]), a6 = W.Broadcast(a[6 * step]), a7 = W.Broadcast(a[7 * step]);
            T* high = b + (4 * stride);
            int i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                V sum = W.MultiplyAdd(a0, W.Load(b + i), W.Load(c + i));
                sum = W.MultiplyAdd(a1, W.Load(b + stride + i), sum);
                sum = W.MultiplyAdd(a2, W.Load(b + (2 * stride) + i), sum);
                sum = W.MultiplyAdd(a3, W.Load(b + (3 * stride) + i), sum);
                sum = W.MultiplyAdd(a4, W.Load(high + i), sum);
                sum = W.MultiplyAdd(a5, W.Load(high + stride + i), sum);
                sum = W.MultiplyAdd(a6, W.Load(high + (2 * stride) + i), sum);
                sum = W.MultiplyAdd(a7, W.Load(high + (3 * stride) + i), sum);
                W.Store(sum, c + i);
            }

            if (i < count)
            {
                int rest = count - i;
                V sum = W.MultiplyAdd(a0, W.LoadPartial(b + i, rest), W.LoadPartial(c + i, rest));
                sum = W.MultiplyAdd(a1, W.LoadPartial(b + stride + i, rest), sum);
                sum = W.MultiplyAdd(a2, W.LoadPartial(b + (2 * stride) + i, rest), sum);
                sum = W.MultiplyAdd(a3, W.LoadPartial(b + (3 * stride) + i, rest), sum);
                sum = W.MultiplyAdd(a4, W.LoadPartial(high + i, rest), sum);
                sum = W.MultiplyAdd(a5, W.LoadPartial(high + stride + i, rest), sum);
                sum = W.MultiplyAdd(a6, W.LoadPartial(high + (2 * stride) + i, rest), sum);
                sum = W.MultiplyAdd(a7, W.LoadPartial(high + (3 * stride) + i, rest), sum);
                W.StorePartial(sum, c + i, rest);
            }
        }

        private static void AddOne<W, V>(T a, T* b, T* c, int count)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            V factor = W.Broadcast(a);
            int i = 0;
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(W.MultiplyAdd(factor, W.Load(b + i), W.Load(c + i)), c + i);
            }

            if (i < count)
            {
                int rest = count - i;
                W.StorePartial(W.MultiplyAdd(factor, W.LoadPartial(b + i, rest), W.LoadPartial(c + i, rest)), c + i, rest);
            }
        }
    }
}
