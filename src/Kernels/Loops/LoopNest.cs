using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The loops of an element-wise kernel over a destination (operand 0) and up to three sources: extents with a byte
/// stride per operand, adjacent dimensions merged where every operand allows it, the innermost one left to a row kernel.
/// </summary>
internal unsafe struct LoopNest
{
    /// <summary>The highest rank of a tensor.</summary>
    public const int MaxRank = 16;

    /// <summary>The most operands of a loop.</summary>
    public const int MaxOperands = 4;

    /// <summary>The number of dimensions after merging, at least 1.</summary>
    public int Rank;

    /// <summary>The number of operands.</summary>
    public int Operands;

    /// <summary>The number of rows.</summary>
    public long Rows;

    /// <summary>The extents.</summary>
    public fixed long Lengths[MaxRank];

    /// <summary>The strides in bytes, by operand, then dimension.</summary>
    public fixed long Strides[MaxRank * MaxOperands];

    /// <summary>The addresses of the first elements.</summary>
    public fixed long Bases[MaxOperands];

    /// <summary>The stride of an operand in the innermost dimension.</summary>
    public long InnerStride(int operand) => Strides[(operand * MaxRank) + Rank - 1];

    /// <summary>The length of a row.</summary>
    public long RowLength => Lengths[Rank - 1];

    /// <summary>Begins a nest over a shape.</summary>
    public static LoopNest Create(ReadOnlySpan<int> lengths)
    {
        if (lengths.Length > MaxRank)
        {
            throw new ArgumentException($"kernel: expected at most {MaxRank} dimensions, got {lengths.Length}.", nameof(lengths));
        }

        LoopNest nest = default;
        nest.Rank = lengths.Length;
        for (int i = 0; i < lengths.Length; i++)
        {
            nest.Lengths[i] = lengths[i];
        }

        return nest;
    }

    /// <summary>Adds an operand with strides in elements.</summary>
    public void Add(void* address, ReadOnlySpan<long> strides, int elementSize)
    {
        if (strides.Length != Rank)
        {
            throw new ArgumentException($"kernel: expected {Rank} strides, got {strides.Length}.", nameof(strides));
        }

        for (int i = 0; i < Rank; i++)
        {
            Strides[(Operands * MaxRank) + i] = strides[i] * elementSize;
        }

        Bases[Operands++] = (long)address;
    }

    /// <summary>Adds an operand that is dense in row-major order.</summary>
    public void AddDense(void* address, int elementSize)
    {
        long stride = elementSize;
        for (int i = Rank - 1; i >= 0; i--)
        {
            Strides[(Operands * MaxRank) + i] = stride;
            stride *= Lengths[i];
        }

        Bases[Operands++] = (long)address;
    }

    /// <summary>Drops extents of 1 and merges dimensions that follow each other in all operands.</summary>
    /// <returns>False if there is nothing to do.</returns>
    public bool Prepare()
    {
        int kept = 0;
        for (int i = 0; i < Rank; i++)
        {
            if (Lengths[i] == 0)
            {
                return false;
            }

            if (Lengths[i] == 1)
            {
                continue;
            }

            if (kept > 0 && Follows(kept - 1, i))
            {
                Move(i, kept - 1, Lengths[kept - 1] * Lengths[i]);
            }
            else
            {
                Move(i, kept, Lengths[i]);
                kept++;
            }
        }

        if (kept == 0)
        {
            Lengths[0] = 1;
            kept = 1;
        }

        Rank = kept;
        Rows = 1;
        for (int i = 0; i < Rank - 1; i++)
        {
            Rows *= Lengths[i];
        }

        return true;
    }

    /// <summary>
    /// Makes the dimension before the innermost one the row where that is no longer than <paramref name="most"/> and this one is.
    /// </summary>
    public void WalkLongRows(long most)
    {
        if (Rank < 2 || RowLength > most || Lengths[Rank - 2] <= 4 * most)
        {
            return;
        }

        (Lengths[Rank - 1], Lengths[Rank - 2]) = (Lengths[Rank - 2], Lengths[Rank - 1]);
        for (int operand = 0; operand < Operands; operand++)
        {
            int last = (operand * MaxRank) + Rank - 1;
            (Strides[last], Strides[last - 1]) = (Strides[last - 1], Strides[last]);
        }

        Rows = 1;
        for (int i = 0; i < Rank - 1; i++)
        {
            Rows *= Lengths[i];
        }
    }

    /// <summary>Runs the row kernel over all rows, on several threads where there is enough to do.</summary>
    public void Run<TRow>()
        where TRow : struct, IRowKernel
    {
        fixed (LoopNest* self = &this)
        {
            RowsJob<TRow> rows = new(self);
            PartsJob<TRow> parts = new(self);
            if (RowLength < 2 * ParallelLoop.Grain)
            {
                ParallelLoop.Run(ref rows, Rows, RowLength);
            }
            else
            {
                ParallelLoop.Run(ref parts, Rows * Parts, ParallelLoop.Grain);
            }
        }
    }

    /// <summary>Into how many parts long rows are cut.</summary>
    private long Parts => ((RowLength - 1) / ParallelLoop.Grain) + 1;

    private bool Follows(int outer, int inner)
    {
        for (int operand = 0; operand < Operands; operand++)
        {
            long* strides = (long*)Unsafe.AsPointer(ref Strides[operand * MaxRank]);
            if (strides[outer] != strides[inner] * Lengths[inner])
            {
                return false;
            }
        }

        return true;
    }

    private void Move(int from, int to, long length)
    {
        Lengths[to] = length;
        for (int operand = 0; operand < Operands; operand++)
        {
            Strides[(operand * MaxRank) + to] = Strides[(operand * MaxRank) + from];
        }
    }

    /// <summary>A row from its element <paramref name="first"/> on; the indices are written down.</summary>
    private RowArguments Row(long rowNumber, long first, long* index)
    {
        index[Rank - 1] = first;
        for (int i = Rank - 2; i >= 0; i--)
        {
            (rowNumber, index[i]) = Math.DivRem(rowNumber, Lengths[i]);
        }

        RowArguments row = default;
        row.Stride0 = InnerStride(0);
        row.Stride1 = InnerStride(1);
        row.Stride2 = InnerStride(2);
        row.Stride3 = InnerStride(3);
        row.Address0 = Bases[0];
        row.Address1 = Bases[1];
        row.Address2 = Bases[2];
        row.Address3 = Bases[3];
        for (int i = 0; i < Rank; i++)
        {
            row.Address0 += index[i] * Strides[i];
            row.Address1 += index[i] * Strides[MaxRank + i];
            row.Address2 += index[i] * Strides[(2 * MaxRank) + i];
            row.Address3 += index[i] * Strides[(3 * MaxRank) + i];
        }

        return row;
    }

    /// <summary>The next row: the last outer index goes up by one, full ones return to zero and carry.</summary>
    private void Advance(long* index, ref RowArguments row)
    {
        for (int i = Rank - 2; i >= 0; i--)
        {
            bool carry = ++index[i] == Lengths[i];
            long steps = carry ? 1 - Lengths[i] : 1;
            row.Address0 += steps * Strides[i];
            row.Address1 += steps * Strides[MaxRank + i];
            row.Address2 += steps * Strides[(2 * MaxRank) + i];
            row.Address3 += steps * Strides[(3 * MaxRank) + i];
            if (!carry)
            {
                return;
            }

            index[i] = 0;
        }
    }

    private readonly struct RowsJob<TRow>(LoopNest* nest) : ILoopJob
        where TRow : struct, IRowKernel
    {
        public void Run(long begin, long end)
        {
            long* index = stackalloc long[MaxRank];
            RowArguments row = nest->Row(begin, 0, index);
            for (long current = begin; current < end; current++)
            {
                TRow.Run(row, nest->RowLength);
                nest->Advance(index, ref row);
            }
        }
    }

    private readonly struct PartsJob<TRow>(LoopNest* nest) : ILoopJob
        where TRow : struct, IRowKernel
    {
        public void Run(long begin, long end)
        {
            long* index = stackalloc long[MaxRank];
            for (long part = begin; part < end; part++)
            {
                (long row, long place) = Math.DivRem(part, nest->Parts);
                long first = place * ParallelLoop.Grain;
                TRow.Run(nest->Row(row, first, index), Math.Min(ParallelLoop.Grain, nest->RowLength - first));
            }
        }
    }
}
