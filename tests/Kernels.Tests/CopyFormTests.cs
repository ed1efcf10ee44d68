namespace NeuralJit.Kernels.Tests;

/// <summary>The forms of copies that have code of their own: backwards, every second element, many short rows.</summary>
public sealed unsafe class CopyFormTests
{
    private static readonly (string Name, long[] X, long[] Y, Func<int, int[]> Shape)[] Forms =
    [
        ("backwards", [-1], [1], n => [n]),
        ("every second", [2], [1], n => [n]),
        ("rows backwards", [50, -1], [50, 1], n => [3, n]),
        ("rows of two repeated", [1, 0], [2, 1], n => [n, 2]),
        ("rows of three from planes", [1, 60], [3, 1], n => [n, 3]),
        ("short rows of blocks", [300, 1, 60], [300, 4, 1], n => [2, n, 4]),
    ];

    private static IEnumerable<string> Names => Forms.Select(f => f.Name);

    [Test]
    public void Each_form_copies_every_element_and_no_other([ValueSource(nameof(Names))] string name, [Range(1, 40)] int length)
    {
        (_, long[] xStrides, long[] yStrides, Func<int, int[]> shapeOf) = Forms.Single(f => f.Name == name);
        Check<byte>(shapeOf(length), xStrides, yStrides, i => (byte)i);
        Check<float>(shapeOf(length), xStrides, yStrides, i => i);
        Check<double>(shapeOf(length), xStrides, yStrides, i => i);
    }

    private static void Check<T>(int[] shape, long[] xStrides, long[] yStrides, Func<int, T> value)
        where T : unmanaged
    {
        const int Space = 1000, Middle = 300;
        T[] x = [.. Enumerable.Range(0, Space).Select(value)], y = new T[Space], expected = new T[Space];
        foreach (int[] index in Indices(shape))
        {
            expected[index.Zip(yStrides, (i, s) => i * s).Sum()] = x[Middle + index.Zip(xStrides, (i, s) => i * s).Sum()];
        }

        fixed (T* from = x, to = y)
        {
            StridedCopy.Run(shape, from + Middle, xStrides, to, yStrides);
        }

        Assert.That(y, Is.EqualTo(expected), typeof(T).Name);
    }

    private static IEnumerable<int[]> Indices(int[] shape) => shape.Aggregate(
        (IEnumerable<int[]>)[[]], (known, extent) => known.SelectMany(k => Enumerable.Range(0, extent).Select(i => (int[])[.. k, i])));
}
