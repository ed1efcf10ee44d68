namespace NeuralJit.Kernels.Tests;

public unsafe class IndexingTests
{
    [Test]
    public void Slices_are_taken_and_scattered_back([Values(1, 3)] int outer, [Values(1, 5, 64)] int inner)
    {
        const int Length = 11, Count = 20;
        Strided<float> x = new([outer, Length, inner], Layout.Dense, i => i);
        int* indices = stackalloc int[Count];
        long* wide = stackalloc long[Count];
        for (int i = 0; i < Count; i++)
        {
            indices[i] = (i * 7) % Length;
            wide[i] = indices[i];
        }

        Storage y = Storage.Allocate<float>(outer * Count * inner);
        Gather.Run(outer, Length, inner, x.Address, indices, Count, (float*)y.Address);
        int[] places = new ReadOnlySpan<int>(indices, Count).ToArray();
        ElementwiseTests.Check<float>(
            y.Span<float>(), i => x[(((i / inner / Count * Length) + places[i / inner % Count]) * inner) + (i % inner)]);
        Gather.Run(outer, Length, inner, x.Address, wide, Count, (float*)y.Address);

        Storage sums = Storage.Allocate<float>(outer * Length * inner);
        sums.Clear();
        Scatter.Slices<SumReducer, float, int>(outer, Length, inner, (float*)y.Address, indices, Count, (float*)sums.Address);
        ElementwiseTests.Check<float>(sums.Span<float>(), i => x[i] * places.Count(p => p == i / inner % Length));
    }

    [Test]
    public void Elements_are_picked_and_put_along_an_axis()
    {
        const int Outer = 2, Length = 5, Inner = 3, Count = 4;
        Strided<double> x = new([Outer, Length, Inner], Layout.Dense, i => i),
            source = new([Outer, Count, Inner], Layout.Dense, i => 100 + i);
        Strided<long> index = new([Outer, Count, Inner], Layout.Dense, i => (i * 3) % Length);
        Storage y = Storage.Allocate<double>(Outer * Count * Inner);
        Gather.Along(Outer, Length, Inner, x.Address, index.Address, Count, (double*)y.Address);
        ElementwiseTests.Check<double>(y.Span<double>(), i => x[(((i / (Count * Inner) * Length) + (int)index[i]) * Inner) + (i % Inner)]);

        double[] set = Start(), sum = Start(), max = Start();
        fixed (double* s = set, a = sum, m = max)
        {
            Scatter.Set(Outer, Length, Inner, source.Address, index.Address, Count, s);
            Scatter.Run<SumReducer, double, long>(Outer, Length, Inner, source.Address, index.Address, Count, a);
            Scatter.Run<MaxReducer, double, long>(Outer, Length, Inner, source.Address, index.Address, Count, m);
        }

        double[] expectedSet = Start(), expectedSum = Start(), expectedMax = Start();
        for (int i = 0; i < Outer * Count * Inner; i++)
        {
            int at = (((i / (Count * Inner) * Length) + (int)index[i]) * Inner) + (i % Inner);
            expectedSet[at] = source[i];
            expectedSum[at] += source[i];
            expectedMax[at] = Math.Max(expectedMax[at], source[i]);
        }

        Assert.Multiple(() =>
        {
            Assert.That(set, Is.EqualTo(expectedSet));
            Assert.That(sum, Is.EqualTo(expectedSum));
            Assert.That(max, Is.EqualTo(expectedMax));
        });

        static double[] Start() => [.. Enumerable.Range(0, Outer * Length * Inner).Select(i => i * 10.0)];
    }

    [TestCase(-1)]
    [TestCase(5)]
    public void An_index_out_of_range_is_named_and_nothing_is_written(int bad)
    {
        float* x = stackalloc float[5];
        float* y = stackalloc float[3] { 7, 7, 7 };
        int* indices = stackalloc int[3] { 0, 4, bad };
        IndexOutOfRangeException? failure = null;
        try
        {
            Gather.Run(1, 5, 1, x, indices, 3, y);
        }
        catch (IndexOutOfRangeException exception)
        {
            failure = exception;
        }

        Assert.That(failure?.Message, Is.EqualTo($"gather: expected indices from 0 to 4, got {bad} at position 2."));
        Assert.That(new ReadOnlySpan<float>(y, 3).ToArray(), Is.All.EqualTo(7));
    }
}
