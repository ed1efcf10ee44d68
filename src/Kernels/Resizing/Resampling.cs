using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Linear maps along one axis of dense tensors, seen as [outer, axis, inner], and their transposes; floats and doubles.</summary>
public static unsafe class Resampling
{
    /// <summary>y[o, i, r] = Σ over j of m[i, j]·x[o, j, r].</summary>
    public static void Run<T>(in ResampleAxis axis, long outer, long inner, T* x, T* y)
        where T : unmanaged => Run(axis, false, outer, inner, x, y);

    /// <summary>y[o, j, r] = Σ over i of m[i, j]·x[o, i, r].</summary>
    public static void Transposed<T>(in ResampleAxis axis, long outer, long inner, T* x, T* y)
        where T : unmanaged => Run(axis, true, outer, inner, x, y);

    private static void Run<T>(in ResampleAxis axis, bool transposed, long outer, long inner, T* x, T* y)
        where T : unmanaged
    {
        if (outer == 0 || inner == 0 || axis.From == 0 || axis.To == 0)
        {
            return;
        }

        int taps = axis.To * axis.MostTaps, rows = Math.Max(axis.From, axis.To) + 2;
        using Scratch scratch = new(
            ((taps + rows) * (long)sizeof(int)) + (taps * (long)sizeof(T)) + (axis.MostTaps * (sizeof(int) + sizeof(double))) + 64);
        Job<T> job = new() { Inner = inner, X = x, Y = y, Weights = (T*)scratch.Address };
        job.Elements = (int*)(job.Weights + taps);
        job.Starts = job.Elements + taps;
        double* weights = (double*)(((nint)(job.Starts + rows) + 15) & ~15);
        if (transposed)
        {
            (job.To, job.From) = (axis.From, axis.To);
            FillTransposed(axis, job, weights);
        }
        else
        {
            (job.To, job.From) = (axis.To, axis.From);
            Fill(axis, job, weights);
        }

        SimdLoop<Job<T>, T>.Run(job, outer, work: Math.Max(1, inner * job.Starts[job.To]));
    }

    private static void Fill<T>(in ResampleAxis axis, in Job<T> job, double* weights)
        where T : unmanaged
    {
        int* elements = (int*)(weights + axis.MostTaps);
        int next = 0;
        for (int place = 0; place < axis.To; place++)
        {
            job.Starts[place] = next;
            int count = axis.Fill<T>(place, elements, weights);
            for (int tap = 0; tap < count; tap++, next++)
            {
                job.Elements[next] = elements[tap];
                job.Weights[next] = Lane.FromDouble<T>(weights[tap]);
            }
        }

        job.Starts[axis.To] = next;
    }

    // Counts, starts, then the entries in order of the result's places, as a counting sort does.
    private static void FillTransposed<T>(in ResampleAxis axis, in Job<T> job, double* weights)
        where T : unmanaged
    {
        int* elements = (int*)(weights + axis.MostTaps);
        new Span<int>(job.Starts, axis.From + 2).Clear();
        for (int place = 0; place < axis.To; place++)
        {
            int count = axis.Fill<T>(place, elements, weights);
            for (int tap = 0; tap < count; tap++)
            {
                job.Starts[elements[tap] + 2]++;
            }
        }

        for (int i = 2; i < axis.From + 2; i++)
        {
            job.Starts[i] += job.Starts[i - 1];
        }

        for (int place = 0; place < axis.To; place++)
        {
            int count = axis.Fill<T>(place, elements, weights);
            for (int tap = 0; tap < count; tap++)
            {
                int at = job.Starts[elements[tap] + 1]++;
                job.Elements[at] = place;
                job.Weights[at] = Lane.FromDouble<T>(weights[tap]);
            }
        }
    }

    private struct Job<T> : ISimdJob<T>
        where T : unmanaged
    {
        public long Inner;
        public int From;
        public int To;
        public T* X;
        public T* Y;
        public int* Starts;
        public int* Elements;
        public T* Weights;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            for (long plane = begin; plane < end; plane++)
            {
                T* x = X + (plane * From * Inner);
                T* y = Y + (plane * To * Inner);
                if (Inner == 1)
                {
                    RunRow(x, y);
                    continue;
                }

                for (int place = 0; place < To; place++, y += Inner)
                {
                    long i = 0;
                    for (; i <= Inner - W.Count; i += W.Count)
                    {
                        W.Store(Sum<W, V>(x + i, place, W.Count), y + i);
                    }

                    if (i < Inner)
                    {
                        W.StorePartial(Sum<W, V>(x + i, place, (int)(Inner - i)), y + i, (int)(Inner - i));
                    }
                }
            }
        }

        /// <summary>A row along the axis itself: runs of places with one or two taps each, as most forms have, or one place.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void RunRow(T* x, T* y)
        {
            T zero = default;
            int* starts = Starts, elements = Elements;
            T* weights = Weights;
            for (int place = 0; place < To;)
            {
                int tap = starts[place], count = starts[place + 1] - tap;
                if (count == 1)
                {
                    do
                    {
                        y[place] = SimdScalar<T>.MultiplyAdd(weights[tap], x[elements[tap]], zero);
                        tap++;
                    }
                    while (++place < To && starts[place + 1] - tap == 1);
                }
                else if (count == 2)
                {
                    do
                    {
                        T first = SimdScalar<T>.MultiplyAdd(weights[tap], x[elements[tap]], zero);
                        y[place] = SimdScalar<T>.MultiplyAdd(weights[tap + 1], x[elements[tap + 1]], first);
                        tap += 2;
                    }
                    while (++place < To && starts[place + 1] - tap == 2);
                }
                else
                {
                    y[place] = Sum<SimdScalar<T>, T>(x, place, 1);
                    place++;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly V Sum<W, V>(T* x, int place, int count)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            int tap = Starts[place], end = Starts[place + 1];
            if (end - tap <= RunningSum.BlockSteps)
            {
                return Block<W, V>(x, tap, end, count);
            }

            V high = W.Create(0), low = high;
            for (; tap < end; tap += RunningSum.BlockSteps)
            {
                RunningSum.Add<W, V, T>(ref high, ref low, Block<W, V>(x, tap, Math.Min(end, tap + RunningSum.BlockSteps), count));
            }

            return high;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly V Block<W, V>(T* x, int tap, int end, int count)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            V sum = W.Create(0);
            for (; tap < end; tap++)
            {
                V value = RowCopy.Load<W, V, T>(x + (Elements[tap] * Inner), count);
                sum = W.MultiplyAdd(W.Broadcast(Weights[tap]), value, sum);
            }

            return sum;
        }
    }
}
