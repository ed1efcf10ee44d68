namespace NeuralJit.Kernels.Tests;

public unsafe class NarrowTranspositionTests
{
    [Test]
    public void Rows_become_columns(
        [Values(1, 2, 5, 6, 8, 9, 15)] int rows, [Values(1, 7, 8, 9, 100, 784)] int length, [Values(1, 3, 40)] int count)
    {
        const int Width = 16;
        if (!NarrowTransposition.Fits(rows, Width))
        {
            Assert.Ignore("this machine has no AVX, and the compiler copies such matrices otherwise");
        }
        Storage x = Storage.Allocate<float>(count * rows * length), y = Storage.Allocate<float>(count * length * Width);
        for (int i = 0; i < x.Count; i++)
        {
            x.Span<float>()[i] = i;
        }
        NarrowTransposition.Run(count, rows, length, (float*)x.Address, rows * length, length, (float*)y.Address, length * Width, Width);
        float[] source = x.Span<float>().ToArray(), target = y.Span<float>().ToArray();
        for (int i = 0; i < source.Length; i++)
        {
            (int matrix, int row, int column) = (i / (rows * length), i / length % rows, i % length);
            Assert.That(target[(((matrix * length) + column) * Width) + row], Is.EqualTo(source[i]),
                $"matrix {matrix}, row {row}, column {column}");
        }
    }

    [Test]
    public void It_is_for_few_rows_and_whole_blocks() =>
        Assert.That((NarrowTransposition.Fits(16, 16), NarrowTransposition.Fits(3, 12)), Is.EqualTo((false, false)));
}
