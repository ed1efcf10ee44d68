namespace NeuralJit.Kernels;

/// <summary>Runs a kernel over groups of rows, on several threads where there is enough to do.</summary>
internal unsafe struct RowLoop<TAction, T, TArguments>
    where TAction : struct, ISimdAction<T, RowRange<TArguments>>
    where T : unmanaged
    where TArguments : unmanaged
{
    private static readonly ChunkBody Body = static (state, begin, end) => ((RowLoop<TAction, T, TArguments>*)state)->RunChunks(begin, end);

    private TArguments arguments;
    private long rows;
    private long rowsPerChunk;

    /// <summary>Runs over all rows.</summary>
    public static void Run(in TArguments arguments, long rows, long columns)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        RowLoop<TAction, T, TArguments> loop = new()
        {
            arguments = arguments,
            rows = rows,
            rowsPerChunk = Math.Max(1, LoopNest.Grain / columns),
        };
        long chunks = ((rows - 1) / loop.rowsPerChunk) + 1;
        WorkerPool.Shared.Run(Body, (long)(&loop), chunks, rows * columns < LoopNest.Grain ? 1 : int.MaxValue);
    }

    private readonly void RunChunks(long begin, long end)
    {
        long first = begin * rowsPerChunk;
        RowRange<TArguments> range = new(arguments, first, Math.Min(rows, end * rowsPerChunk));
        Simd.Run<TAction, T, RowRange<TArguments>>(range);
    }
}
