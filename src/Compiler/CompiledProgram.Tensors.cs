using System.Buffers;
using System.Numerics.Tensors;

namespace NeuralJit.Compilation;

/// <content>Running on tensors of System.Numerics.Tensors; dense ones are used where they are, strided ones are copied.</content>
public sealed unsafe partial class CompiledProgram
{
    /// <summary>Runs a program of one input and one output on tensors; a scalar is a tensor of one element.</summary>
    /// <exception cref="ShapeException">A tensor has not the lengths that the program was compiled for.</exception>
    public void Run<TX, TY>(in ReadOnlyTensorSpan<TX> x, in TensorSpan<TY> y)
        where TX : unmanaged
        where TY : unmanaged
    {
        CheckCounts(1, 1);
        CheckLengths(x.Lengths, inputTypes[0], "input", 0);
        CheckLengths(y.Lengths, outputTypes[0], "output", 0);
        CheckMemory(y);
        using var px = new DenseInput<TX>(x);
        using var py = new DenseOutput<TY>(y);
        Run(px.Span, py.Span);
        py.CopyBack();
    }

    /// <summary>Runs a program of two inputs and one output on tensors; a scalar is a tensor of one element.</summary>
    /// <exception cref="ShapeException">A tensor has not the lengths that the program was compiled for.</exception>
    public void Run<T1, T2, TY>(in ReadOnlyTensorSpan<T1> x1, in ReadOnlyTensorSpan<T2> x2, in TensorSpan<TY> y)
        where T1 : unmanaged
        where T2 : unmanaged
        where TY : unmanaged
    {
        CheckCounts(2, 1);
        CheckLengths(x1.Lengths, inputTypes[0], "input", 0);
        CheckLengths(x2.Lengths, inputTypes[1], "input", 1);
        CheckLengths(y.Lengths, outputTypes[0], "output", 0);
        CheckMemory(y);
        using var p1 = new DenseInput<T1>(x1);
        using var p2 = new DenseInput<T2>(x2);
        using var py = new DenseOutput<TY>(y);
        Run(p1.Span, p2.Span, py.Span);
        py.CopyBack();
    }

    /// <summary>Whether a tensor has a type's extents (a scalar's tensor is of one element).</summary>
    internal static bool HasLengths(ReadOnlySpan<nint> lengths, TensorType type)
    {
        if (type.Shape.Rank == 0)
        {
            return lengths.Length == 1 && lengths[0] == 1;
        }
        bool same = lengths.Length == type.Shape.Rank;
        for (int i = 0; same && i < lengths.Length; i++)
        {
            same = lengths[i] == type.Shape.Extents[i];
        }
        return same;
    }

    private static void CheckLengths(ReadOnlySpan<nint> lengths, TensorType type, string role, int index)
    {
        if (!HasLengths(lengths, type))
        {
            throw new ShapeException($"run: {role} {index} is {type}, got a tensor of lengths [{string.Join(',', lengths.ToArray())}]");
        }
    }

    // Dense tensors are checked as spans. A strided one is written when the run has ended and may overlap inputs, but not what the program
    // holds.
    private void CheckMemory<T>(in TensorSpan<T> y) where T : unmanaged
    {
        if (y.IsDense || y.FlattenedLength == 0)
        {
            return;
        }
        long last = 0;
        for (int i = 0; i < y.Rank; i++)
        {
            if (y.Lengths[i] > 1 && y.Strides[i] == 0)
            {
                throw new GraphException(
                    "run: several elements of output 0 share one place in memory (a stride is 0); results need memory of their own");
            }
            last += (y.Lengths[i] - 1) * (long)y.Strides[i];
        }
        fixed (T* address = &y.GetPinnableReference())
        {
            memory.CheckOutput(0, (nint)address, (last + 1) * sizeof(T));
        }
    }

    /// <summary>The elements of an input in row-major order: its own memory when dense, else a pooled copy.</summary>
    private readonly ref struct DenseInput<T> where T : unmanaged
    {
        private readonly T[]? copy;

        public DenseInput(in ReadOnlyTensorSpan<T> tensor)
        {
            int count = checked((int)tensor.FlattenedLength);
            if (tensor.IsDense)
            {
                Span = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
                return;
            }
            copy = ArrayPool<T>.Shared.Rent(count);
            tensor.FlattenTo(copy.AsSpan(0, count));
            Span = copy.AsSpan(0, count);
        }

        public ReadOnlySpan<T> Span { get; }

        public void Dispose()
        {
            if (copy is not null)
            {
                ArrayPool<T>.Shared.Return(copy);
            }
        }
    }

    /// <summary>
    /// Memory for an output in row-major order: the tensor's own when dense, else pooled, to be copied back when the run has succeeded.
    /// </summary>
    private readonly ref struct DenseOutput<T> where T : unmanaged
    {
        private readonly T[]? copy;
        private readonly TensorSpan<T> target;

        public DenseOutput(in TensorSpan<T> tensor)
        {
            int count = checked((int)tensor.FlattenedLength);
            target = tensor;
            if (tensor.IsDense)
            {
                Span = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), count);
                return;
            }
            copy = ArrayPool<T>.Shared.Rent(count);
            Span = copy.AsSpan(0, count);
        }

        public Span<T> Span { get; }

        public void CopyBack()
        {
            if (copy is not null)
            {
                new ReadOnlyTensorSpan<T>(copy, 0, target.Lengths, []).CopyTo(target);
            }
        }

        public void Dispose()
        {
            if (copy is not null)
            {
                ArrayPool<T>.Shared.Return(copy);
            }
        }
    }
}
