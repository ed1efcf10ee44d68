using System.Numerics;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Evaluates ops that find the greatest elements of windows.</summary>
internal static class PoolPositions
{
    /// <summary>First element and number of elements of a window along a spatial dimension.</summary>
    public delegate (int First, int Count) Window(int dimension, int place, int extent);

    public static void Evaluate(TensorView x, TensorView y, ReadOnlySpan<int> steps, Window window)
    {
        using var dense = new DenseView(x);
        // The kernel always has three dimensions.
        var windows = new List<(int, int)>();
        for (int i = y.Shape.Rank; i < 5; i++)
        {
            windows.Add((0, 1));
        }
        for (int i = 2; i < y.Shape.Rank; i++)
        {
            for (int place = 0; place < y.Shape[i]; place++)
            {
                windows.Add(window(i - 2, place, x.Shape[i]));
            }
        }
        DTypes.Dispatch(x.DType, new Evaluation(x.Shape, y, dense.Address, [.. windows], steps.ToArray()));
    }

    private readonly struct Evaluation(Shape input, TensorView y, nint x, (int, int)[] windows, int[] steps) : ITypedAction
    {
        public unsafe void Invoke<T>() where T : unmanaged, INumber<T> =>
            PoolIndices.Run(input[0] * input[1], input.Extents[2..], y.Extents[2..], windows, steps, (T*)x, y.Pointer<long>());
    }
}
