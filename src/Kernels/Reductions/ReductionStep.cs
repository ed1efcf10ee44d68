using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Removes the innermost reduced dimension: by rows where it is contiguous, by columns where a kept one is. Long rows
/// and tall columns are cut into segments of fixed size whose partial results are reduced in turn.
/// </summary>
internal unsafe struct ReductionStep<TReducer, T> : ILoopJob
    where TReducer : struct, IReducer
    where T : unmanaged
{
    private const int SegmentLength = ParallelLoop.Grain;
    private const int ColumnBlock = 1024;

    // Eight rows are combined at a time: short chains of additions keep the rounding error of a sum small.
    private const int MaxSegmentRows = 8 * RunningSum.BlockSteps / 2;

    private ReductionPlan outer;
    private T* x;
    private T* target;
    private long length;
    private long stride;
    private long columns;
    private long segments;
    private long segmentLength;
    private long blocks;

    /// <summary>Reduces one dimension of a plan into a dense intermediate of the others.</summary>
    /// <param name="plan">The dimensions of the source.</param>
    /// <param name="axis">The innermost reduced one.</param>
    /// <param name="x">The source.</param>
    /// <param name="target">The intermediate or the result.</param>
    public static void Run(in ReductionPlan plan, int axis, T* x, T* target)
    {
        ReductionStep<TReducer, T> step = default;
        step.outer = plan;
        step.x = x;
        step.length = plan.Lengths[axis];
        step.stride = plan.Strides[axis];
        step.outer.Lengths[axis] = 1;
        bool byRows = axis == plan.Rank - 1;
        step.columns = byRows ? 0 : plan.Lengths[plan.Rank - 1];
        step.outer.Lengths[plan.Rank - 1] = 1;
        step.blocks = byRows ? 1 : ((step.columns - 1) / ColumnBlock) + 1;
        step.segmentLength = byRows ? SegmentLength : Math.Clamp(4 * SegmentLength / step.columns, 64, MaxSegmentRows);
        step.segments = step.length <= 2 * step.segmentLength ? 1 : ((step.length - 1) / step.segmentLength) + 1;
        if (step.segments == 1)
        {
            step.segmentLength = step.length;
        }

        long resultsPerRow = byRows ? 1 : step.columns;
        long outers = plan.Elements / step.length / resultsPerRow;
        long units = outers * step.segments * step.blocks;
        if (step.segments == 1)
        {
            step.target = target;
            RunAll(ref step, units, plan.Elements);
            return;
        }

        using Scratch partials = new(outers * step.segments * resultsPerRow * sizeof(T));
        step.target = (T*)partials.Address;
        RunAll(ref step, units, plan.Elements);
        ReductionPlan rest = Partials(outers, step.segments, resultsPerRow);
        Run(rest, byRows ? rest.Rank - 1 : rest.Rank - 2, step.target, target);
    }

    /// <summary>The dense plan [outer, segment, column] with the segments to reduce.</summary>
    private static ReductionPlan Partials(long outers, long segments, long resultsPerRow)
    {
        ReductionPlan plan = default;
        plan.Elements = outers * segments * resultsPerRow;
        plan.Lengths[0] = outers;
        plan.Strides[0] = segments * resultsPerRow;
        plan.Lengths[1] = segments;
        plan.Strides[1] = resultsPerRow;
        plan.Lengths[2] = resultsPerRow;
        plan.Strides[2] = 1;
        plan.Rank = resultsPerRow == 1 ? 2 : 3;
        return plan;
    }

    private static void RunAll(ref ReductionStep<TReducer, T> step, long units, long elements) =>
        ParallelLoop.Run(ref step, units, ParallelLoop.PerChunk(elements / units), forks: elements >= 2 * ParallelLoop.Grain);

    /// <inheritdoc/>
    public void Run(long begin, long end)
    {
        for (long unit = begin; unit < end; unit++)
        {
            (long row, long block) = Math.DivRem(unit, blocks);
            (long index, long segment) = Math.DivRem(row, segments);
            T* source = x + Offset(index) + (segment * segmentLength * stride);
            long count = Math.Min(segmentLength, length - (segment * segmentLength));
            if (columns == 0)
            {
                Simd.Run<RowAction, T, Arguments>(new Arguments(source, target + row, count, 0, 0));
                continue;
            }

            long first = block * ColumnBlock;
            T* results = target + (row * columns) + first;
            Simd.Run<ColumnAction, T, Arguments>(
                new Arguments(source + first, results, count, stride, Math.Min(ColumnBlock, columns - first)));
        }
    }

    private readonly long Offset(long index)
    {
        long offset = 0;
        for (int i = outer.Rank - 1; i >= 0 && index != 0; i--)
        {
            (index, long place) = Math.DivRem(index, outer.Lengths[i]);
            offset += place * outer.Strides[i];
        }

        return offset;
    }

    private readonly struct Arguments(T* x, T* y, long count, long stride, long columns)
    {
        public readonly T* X = x;
        public readonly T* Y = y;
        public readonly long Count = count;
        public readonly long Stride = stride;
        public readonly long Columns = columns;
    }

    private readonly struct RowAction : ISimdAction<T, Arguments>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in Arguments arguments)
            where W : struct, ISimd<V, T>
            where V : struct =>
            *arguments.Y = RowReduction.Run<IdentityMap, TReducer, W, V, T>(arguments.X, arguments.X, arguments.Count, default);
    }

    private readonly struct ColumnAction : ISimdAction<T, Arguments>
    {
        /// <summary>Eight rows at a time are combined pairwise, then with the results so far.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Invoke<W, V>(in Arguments arguments)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            T* x = arguments.X;
            T* y = arguments.Y;
            long stride = arguments.Stride;
            long columns = arguments.Columns;
            new Span<T>(y, (int)columns).Fill(TReducer.Identity<SimdScalar<T>, T, T>());
            long row = 0;
            for (; row <= arguments.Count - 8; row += 8, x += 8 * stride)
            {
                long column = 0;
                for (; column <= columns - W.Count; column += W.Count)
                {
                    V low = Four<W, V>(x + column, stride);
                    V high = Four<W, V>(x + (4 * stride) + column, stride);
                    W.Store(TReducer.Apply<W, V, T>(W.Load(y + column), TReducer.Apply<W, V, T>(low, high)), y + column);
                }

                if (column < columns)
                {
                    int rest = (int)(columns - column);
                    V low = FourPartial<W, V>(x + column, stride, rest);
                    V high = FourPartial<W, V>(x + (4 * stride) + column, stride, rest);
                    V sum = TReducer.Apply<W, V, T>(W.LoadPartial(y + column, rest), TReducer.Apply<W, V, T>(low, high));
                    W.StorePartial(sum, y + column, rest);
                }
            }

            for (; row < arguments.Count; row++, x += stride)
            {
                AddRow<W, V>(x, y, columns);
            }
        }

        private static V Four<W, V>(T* x, long stride)
            where W : struct, ISimd<V, T>
            where V : struct =>
            TReducer.Apply<W, V, T>(
                TReducer.Apply<W, V, T>(W.Load(x), W.Load(x + stride)),
                TReducer.Apply<W, V, T>(W.Load(x + (2 * stride)), W.Load(x + (3 * stride))));

        private static V FourPartial<W, V>(T* x, long stride, int count)
            where W : struct, ISimd<V, T>
            where V : struct =>
            TReducer.Apply<W, V, T>(
                TReducer.Apply<W, V, T>(W.LoadPartial(x, count), W.LoadPartial(x + stride, count)),
                TReducer.Apply<W, V, T>(W.LoadPartial(x + (2 * stride), count), W.LoadPartial(x + (3 * stride), count)));

        private static void AddRow<W, V>(T* x, T* y, long columns)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            long column = 0;
            for (; column <= columns - W.Count; column += W.Count)
            {
                W.Store(TReducer.Apply<W, V, T>(W.Load(y + column), W.Load(x + column)), y + column);
            }

            if (column < columns)
            {
                int rest = (int)(columns - column);
                W.StorePartial(TReducer.Apply<W, V, T>(W.LoadPartial(y + column, rest), W.LoadPartial(x + column, rest)), y + column, rest);
            }
        }
    }
}
