namespace NeuralJit.Tests;

/// <summary>Reading and writing at positions given by tensors.</summary>
internal static class IndexCases
{
    public static IEnumerable<OpCase> All =>
        [
            new("gather over 0", x => x[0].Gather(0, x[1]), Samples.Uniform([4, 3]), Samples.Longs([2, 3], 0, 4)),
            new("gather over 1", x => x[0].Gather(-1, x[1]), Samples.Uniform([4, 3]), Samples.Ints([4, 5], 0, 3)),
            new("gather of fewer rows", x => x[0].Gather(1, x[1]), Samples.Uniform([4, 3, 2]), Samples.Longs([2, 5, 1], 0, 3)),
            new("gather from a transposed tensor", x => x[0].T.Gather(0, x[1].T), Samples.Uniform([3, 4]), Samples.Longs([3, 2], 0, 4)),
            new("gather of nothing", x => x[0].Gather(0, x[1]), Samples.Uniform([4, 3]), Samples.Longs([0, 3], 0, 4)),
            new("take of rows", x => x[0].Take(x[1]), Samples.Uniform([5, 3]), Samples.Indices([2, 4], 0, 4, 4, 1, 2, 2, 2, 0)),
            new("take along 1", x => x[0].Take(x[1], 1), Samples.Uniform([2, 5, 3]), Samples.Ints([4], 0, 5)),
            new("take of one", x => x[0].Take(x[1], -1), Samples.Uniform([5, 3]), Samples.Indices([], 2)),
            new("take from a transposed tensor", x => x[0].T.Take(x[1]), Samples.Uniform([3, 5]), Samples.Longs([4], 0, 5)),
            .. Scatters(), .. Rows(), .. OfScalars(), .. OfStorage(DType.Float16), .. OfStorage(DType.BFloat16),
        ];

    // What is stored only can be moved, and so set.
    private static IEnumerable<OpCase> OfStorage(DType dtype) =>
        [
            new($"scatter Set of {dtype.ShortName}", x => x[0].Cast(dtype).Scatter(0, x[1], x[2].Cast(dtype)).Cast(x[0].DType),
                Samples.Uniform([4, 3]), Samples.Indices([2, 3], 0, 3, 1, 2, 0, 3), Samples.Uniform([2, 3], seed: 2))
            { Differentiable = false },
            new($"scatter rows Set of {dtype.ShortName}", x => x[0].Cast(dtype).ScatterRows(x[1], x[2].Cast(dtype)).Cast(x[0].DType),
                Samples.Uniform([4, 3]), Samples.Indices([2], 3, 1), Samples.Uniform([2, 3], seed: 2))
            { Differentiable = false },
        ];

    // A scalar counts as a vector of one element.
    private static IEnumerable<OpCase> OfScalars() =>
        [
            new("gather from a scalar", x => x[0].Gather(0, x[1]), Samples.Uniform([]), Samples.Indices([], 0)),
            new("gather three times from a scalar", x => x[0].Gather(-1, x[1]), Samples.Uniform([]), Samples.Indices([3], 0, 0, 0)),
            new("gather one from a vector", x => x[0].Gather(0, x[1]), Samples.Uniform([4]), Samples.Indices([], 2)),
            new("take from a scalar", x => x[0].Take(x[1]), Samples.Uniform([]), Samples.Indices([1], 0)),
            new("scatter to a scalar", x =>
                x[0].Scatter(0, x[1], x[2]), Samples.Uniform([]), Samples.Indices([], 0), Samples.Uniform([], seed: 2)),
            new("scatter Add to a scalar", x => x[0].Scatter(-1, x[1], x[2], ScatterMode.Add), Samples.Uniform([]),
                Samples.Indices([2], 0, 0), Samples.Uniform([2], seed: 2)),
            new("scatter rows to a scalar", x => x[0].ScatterRows(x[1], x[2], 0, ScatterMode.Add), Samples.Uniform([]),
                Samples.Indices([1], 0), Samples.Uniform([1], seed: 2)),
        ];

    // Positions are distinct for Set, as in PyTorch the gradient is defined for those only.
    private static IEnumerable<OpCase> Scatters()
    {
        TensorData distinct = Samples.Indices([2, 3], 0, 3, 1, 2, 0, 3), repeated = Samples.Indices([2, 3], 0, 3, 1, 0, 3, 3);
        foreach (ScatterMode mode in Enum.GetValues<ScatterMode>())
        {
            TensorData indices = mode == ScatterMode.Set ? distinct : repeated;
            yield return new OpCase($"scatter {mode} over 0", x => x[0].Scatter(0, x[1], x[2], mode),
                Samples.Uniform([4, 3]), indices, Samples.Uniform([2, 3], seed: 2));
        }
        yield return new OpCase("scatter Multiply with zeros", x => x[0].Scatter(0, x[1], x[2], ScatterMode.Multiply),
            TensorData.From([4], 1, 2, 3, 4), Samples.Indices([4], 0, 0, 1, 2), TensorData.From([4], 0, 3, 0, 5));
        foreach (bool wholeRows in new[] { false, true })
        {
            yield return new OpCase($"factors of {(wholeRows ? "rows" : "elements")}", x => Gradients.Of(
                    [wholeRows ? x[0].ScatterRows(x[1], x[2], 0, ScatterMode.Multiply) : x[0].Scatter(0, x[1], x[2], ScatterMode.Multiply)],
                        [x[3]], [x[2]])[0],
                Samples.Uniform([4, 2]), wholeRows ? Samples.Indices([3], 1, 1, 3)
                    : Samples.Indices([3, 2], 1, 0, 1, 0, 3, 0), Samples.Uniform([3, 2], seed: 2), Samples.Uniform([4, 2], seed: 3));
        }
        yield return new OpCase("scatter Maximum with ties", x => x[0].Scatter(0, x[1], x[2], ScatterMode.Maximum),
            TensorData.From([3], 1, 2, 3), Samples.Indices([4], 0, 0, 1, 2), TensorData.From([4], 5, 5, 2, 1))
        { TwiceDifferentiable = false };
        yield return new OpCase("scatter of integers", x => x[0].Scatter(1, x[1], x[2], ScatterMode.Add),
            Samples.Longs([2, 4], 0, 9), Samples.Longs([2, 3], 0, 4), Samples.Longs([2, 3], 0, 9, 2))
        { Differentiable = false };
    }

    private static IEnumerable<OpCase> Rows()
    {
        foreach (ScatterMode mode in Enum.GetValues<ScatterMode>())
        {
            TensorData indices = mode == ScatterMode.Set ? Samples.Indices([2], 3, 1) : Samples.Indices([2], 3, 3);
            yield return new OpCase($"scatter rows {mode}", x => x[0].ScatterRows(x[1], x[2], 0, mode),
                Samples.Uniform([4, 3]), indices, Samples.Uniform([2, 3], seed: 2));
        }
        yield return new OpCase("scatter rows along 1", x => x[0].ScatterRows(x[1], x[2], 1, ScatterMode.Add),
            Samples.Uniform([2, 4, 3]), Samples.Indices([2, 2], 0, 1, 0, 3), Samples.Uniform([2, 2, 2, 3], seed: 2));
    }
}
