using System.Buffers;
using System.Numerics;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// Where windows have their greatest elements: int64 positions within the flattened spatial dimensions, the first of equal elements,
/// the last NaN if there are any.
/// </summary>
public abstract record PoolPositionsOp : Op
{
    // A position has no gradient.
    /// <inheritdoc/>
    public sealed override Node? Gradient(Node y, Node dy, int input) => null;

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        TensorView x = inputs[0];
        using var dense = new DenseView(x);
        // The kernel always has three dimensions; the missing ones come first and have one window of one element.
        int missing = 5 - y.Shape.Rank, count = missing;
        for (int i = 2; i < y.Shape.Rank; i++)
        {
            count += y.Shape[i];
        }
        (int, int)[] windows = ArrayPool<(int, int)>.Shared.Rent(count);
        windows.AsSpan(0, missing).Fill((0, 1));
        int next = missing;
        for (int i = 2; i < y.Shape.Rank; i++)
        {
            for (int place = 0; place < y.Shape[i]; place++)
            {
                windows[next++] = WindowOf(i - 2, place, x.Shape[i]);
            }
        }
        Span<int> steps = stackalloc int[y.Shape.Rank - 2];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = StepOf(i);
        }
        if (x.DType == DType.Float32)
        {
            Run<float>(x, dense.Address, windows, steps, y);
        }
        else
        {
            Run<double>(x, dense.Address, windows, steps, y);
        }
        ArrayPool<(int, int)>.Shared.Return(windows);
    }

    /// <summary>First element and number of elements of a window along a spatial dimension.</summary>
    private protected abstract (int First, int Count) WindowOf(int dimension, int place, int extent);

    /// <summary>From one element of a window to the next along a spatial dimension.</summary>
    private protected abstract int StepOf(int dimension);

    private static unsafe void Run<T>(TensorView x, nint address, (int, int)[] windows, ReadOnlySpan<int> steps, TensorView y)
        where T : unmanaged, INumber<T> =>
        PoolIndices.Run(x.Shape[0] * x.Shape[1], x.Extents[2..], y.Extents[2..], windows, steps, (T*)address, y.Pointer<long>());
}
