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

    /// <summary>How many elements a chunk of a parallel loop has, about.</summary>
    public const int Grain = 16384;

    /// <summary>The number of dimensions after merging, at least 1.</summary>
    public int Rank;

    /// <summary>The number of operands.</summary>
    public int Operands;

    /// <summary>How many rows (innermost loops) a chunk has; 0 where a chunk is a part of a row.</summary>
    public long RowsPerChunk;

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

    /// <summary>Drops extents of 1, merges dimensions that follow each other in all operands, and plans the chunks.</summary>
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

        RowsPerChunk = RowLength >= 2 * Grain ? 0 : Math.Max(1, Grain / RowLength);
        return true;
    }

    /// <summary>Runs the row kernel over all rows, on several threads where there is enough to do.</summary>
    public void Run<TRow>()
        where TRow : struct, IRowKernel
    {
        long chunks = RowsPerChunk == 0 ? Rows * Parts : ((Rows - 1) / RowsPerChunk) + 1;
        if (chunks <= 2 && Rows * RowLength < 2 * Grain)
        {
            RunChunks<TRow>(0, chunks);
        }
        else
        {
            fixed (LoopNest* self = &this)
            {
                WorkerPool.Shared.Run(Body<TRow>.Instance, (long)self, chunks);
            }
        }
    }

    private readonly long Parts
    {
        get
        {
            fixed (long* lengths = Lengths)
            {
                return ((lengths[Rank - 1] - 1) / Grain) + 1;
            }
        }
    }

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

    private void RunChunks<TRow>(long begin, long end)
        where TRow : struct, IRowKernel
    {
        RowArguments row = default;
        row.Stride0 = InnerStride(0);
        row.Stride1 = InnerStride(1);
        row.Stride2 = InnerStride(2);
        row.Stride3 = InnerStride(3);
        if (RowsPerChunk == 0)
        {
            for (long chunk = begin; chunk < end; chunk++)
            {
                long first = chunk % Parts * Grain;
                Locate(chunk / Parts, ref row, first);
                TRow.Run(row, Math.Min(Grain, RowLength - first));
            }

            return;
        }

        long* index = stackalloc long[MaxRank];
        long rowEnd = Math.Min(Rows, end * RowsPerChunk);
        long current = begin * RowsPerChunk;
        Split(current, index);
        for (Locate(current, ref row, 0); current < rowEnd; current++)
        {
            TRow.Run(row, RowLength);
            Advance(index, ref row);
        }
    }

    private void Split(long rowNumber, long* index)
    {
        for (int i = Rank - 2; i >= 0; i--)
        {
            (rowNumber, index[i]) = Math.DivRem(rowNumber, Lengths[i]);
        }
    }

    private void Locate(long rowNumber, ref RowArguments row, long first)
    {
        long* index = stackalloc long[MaxRank];
        Split(rowNumber, index);
        index[Rank - 1] = first;
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

    private static class Body<TRow>
        where TRow : struct, IRowKernel
    {
        public static readonly ChunkBody Instance = static (state, begin, end) => ((LoopNest*)state)->RunChunks<TRow>(begin, end);
    }
}
