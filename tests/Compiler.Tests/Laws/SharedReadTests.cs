using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// One tensor in memory that a kernel reads in several ways: as a mask and as a number, along other axes, repeated, converted.
/// </summary>
internal sealed class SharedReadTests
{
    private static readonly (string Name, Func<Node, Node, Node> Read)[] Ways =
        [
            ("mask", (b, x) => Node.Where(b, x, -x)),
            ("negated mask", (b, x) => Node.Where(!b, x, x + 1)),
            ("number", (b, x) => b.Cast(x.DType) * 10),
            ("number of the negation", (b, x) => (!b).Cast(x.DType) * 3),
            ("transposed mask", (b, x) => Node.Where(b.T, x, 2 * x)),
            ("transposed number", (b, x) => b.T.Cast(x.DType) - x),
            ("mask of one row", (b, x) => Node.Where(b[1], x, 4 * x)),
            ("number of one row", (b, x) => b[1].Cast(x.DType) * x),
            ("mask of one column", (b, x) => Node.Where(b[.., 2..3], x, 5 * x)),
            ("reversed number", (b, x) => b.Flip(1).Cast(x.DType) + x),
            ("counted by rows", (b, x) => x / (b.Cast(x.DType).Sum(1, keepDims: true) + 1)),
            ("counted by columns", (b, x) => x / (b.Cast(x.DType).Sum(0, keepDims: true) + 1)),
            ("comparison", (b, x) => Node.Where(b.Equal(x > 0), x, 7 * x)),
        ];

    [Test]
    public void Each_pair_of_ways_to_read_a_bool([Values(DType.Float32, DType.Float64)] DType dtype)
    {
        TensorData x = Samples.Uniform([5, 5]), b = Samples.Bools([5, 5], seed: 2);
        foreach ((string first, Func<Node, Node, Node> one) in Ways)
        {
            Programs.AssertAgrees(first, n => [.. Ways.Select(w => one(n[1], n[0].Cast(dtype)) + w.Read(n[1], n[0].Cast(dtype)))], x, b);
        }
    }

    [Test]
    public void Each_pair_of_ways_to_read_numbers(
        [Values(DType.Float32, DType.Int32, DType.Int64, DType.Float64, DType.Float16)] DType dtype)
    {
        (string Name, Func<Node, Node> Read)[] ways =
            [
                ("itself", y => y.Cast(DType.Float32)), ("transposed", y => y.T.Cast(DType.Float32)),
                    ("a row", y => y[1].Cast(DType.Float32)), ("a column", y => y[.., 1..2].Cast(DType.Float32)),
                ("one element", y => y[2, 3].Cast(DType.Float32)), ("reversed", y => y.Flip(0).Cast(DType.Float32)), ("compared", y =>
                    (y.Cast(DType.Float32) > 0).Cast(DType.Float32)), ("in float64", y => y.Cast(DType.Float64).Cast(DType.Float32)),
                ("sum of rows", y => y.Cast(DType.Float32).Sum(1, keepDims: true)), ("sum of columns", y => y.Cast(DType.Float32).Sum(0)),
            ];
        TensorData x = Samples.Uniform([5, 5], -9, 9);
        foreach ((string first, Func<Node, Node> one) in ways)
        {
            Programs.AssertAgrees(first, n => [.. ways.Select(w => one(n[0].Cast(dtype)) * 2 + w.Read(n[0].Cast(dtype)))], x);
        }
    }

    [Test]
    public void A_mask_and_a_number_have_the_values_of_the_definition()
    {
        TensorData x = TensorData.From([5], 1, 2, 3, 4, 5), b = TensorData.From<bool>([5], [true, false, true, false, true]);
        Assert.That(Programs.Run(n => [Node.Where(n[1], n[0], -n[0]) + (n[1].Cast(DType.Float32) * 10)], x, b)[0].Span<float>().ToArray(),
            Is.EqualTo(new float[] { 11, -2, 13, -4, 15 }));
    }

    [Test]
    public void A_masked_mean_has_the_value_of_the_definition()
    {
        TensorData x = TensorData.From([2, 4], 1, 2, 3, 4, 5, 6, 7, 8),
            b = TensorData.From<bool>([2, 4], [true, true, false, false, false, true, true, false]);
        Assert.That(Programs.Run(n => [Node.Where(n[1], n[0], 0).Sum(1) / n[1].Cast(DType.Float32).Sum(1)], x, b)[0].Span<float>()
            .ToArray(), Is.EqualTo(new float[] { 1.5f, 6.5f }));
    }
}
