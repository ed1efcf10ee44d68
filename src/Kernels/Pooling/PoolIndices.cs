namespace NeuralJit.Kernels;

/// <summary>
/// Where windows have their greatest element, as flat positions within a plane: windows of any places, which may differ from
/// result to result. Of equal elements the first counts, of NaNs the last; a window without elements has the position −1.
/// </summary>
public static unsafe class PoolIndices
{
    /// <summary>y = the positions.</summary>
    /// <param name="planes">The number of planes.</param>
    /// <param name="input">The three extents of a plane.</param>
    /// <param name="output">The three extents of a result.</param>
    /// <param name="windows">For each dimension and place of the result along it: first element and number of elements.</param>
    /// <param name="steps">Along each dimension, from one element of a window to the next.</param>
    /// <param name="x">The source, dense.</param>
    /// <param name="y">The positions, dense.</param>
    public static void Run<T>(int planes, ReadOnlySpan<int> input, ReadOnlySpan<int> output, ReadOnlySpan<(int First, int Count)> windows,
        ReadOnlySpan<int> steps, T* x, long* y)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        fixed ((int, int)* ranges = windows)
        {
            Job<T> job = new()
            {
                Input = Triple.Of(input, 1),
                Output = Triple.Of(output, 1),
                Steps = Triple.Of(steps, 1),
                Windows = ranges,
                X = x,
                Y = y
            };
            ParallelLoop.Run(ref job, planes, perChunk: 1, forks: planes * job.Input.Volume >= ParallelLoop.Grain);
        }
    }

    private struct Job<T> : ILoopJob
        where T : unmanaged, System.Numerics.INumber<T>
    {
        public Triple Input;
        public Triple Output;
        public Triple Steps;
        public (int First, int Count)* Windows;
        public T* X;
        public long* Y;

        public readonly void Run(long begin, long end)
        {
            long* y = Y + (begin * Output.Volume);
            for (long plane = begin; plane < end; plane++)
            {
                y = RunPlane(X + (plane * Input.Volume), y);
            }
        }

        private readonly long* RunPlane(T* x, long* y)
        {
            (int First, int Count)* rows = Windows + Output[0], columns = rows + Output[1];
            for (int i = 0; i < Output[0]; i++)
            {
                for (int j = 0; j < Output[1]; j++)
                {
                    for (int k = 0; k < Output[2]; k++)
                    {
                        *y++ = Greatest(x, Windows[i], rows[j], columns[k]);
                    }
                }
            }

            return y;
        }

        private readonly long Greatest(T* x, (int First, int Count) depths, (int First, int Count) rows, (int First, int Count) columns)
        {
            long best = -1;
            for (int i = 0; i < depths.Count; i++)
            {
                for (int j = 0; j < rows.Count; j++)
                {
                    long row = ((((depths.First + (i * Steps[0])) * (long)Input[1]) + rows.First + (j * Steps[1])) * Input[2])
                        + columns.First;
                    for (int k = 0; k < columns.Count; k++)
                    {
                        long at = row + (k * Steps[2]);
                        best = best < 0 || x[at] > x[best] || T.IsNaN(x[at]) ? at : best;
                    }
                }
            }

            return best;
        }
    }
}
