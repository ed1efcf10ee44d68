namespace NeuralJit.Tests;

/// <summary>Slices against plain loops.</summary>
internal sealed class SliceTests
{
    [Test]
    public void Ranges_and_positions_are_those_of_arrays()
    {
        using GraphTrace trace = GraphTrace.Eager();
        int[] values = [.. Enumerable.Range(0, 10)];
        Node x = Node.From<int>(values);
        foreach (Range range in new[] { .., 2.., ..3, ^4.., 2..^3, 5..5, 10..10, 0..0 })
        {
            Assert.That(x[range].ToArray<int>(), Is.EqualTo(values[range]), range.ToString());
        }
        Assert.That(x[3].Item<int>(), Is.EqualTo(3));
        Assert.That(x[^1].Item<int>(), Is.EqualTo(9));
    }

    [Test]
    public void Steps_walk_forwards_and_backwards()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<int>([.. Enumerable.Range(0, 10)]);
        for (int step = -11; step <= 11; step++)
        {
            foreach (Range range in new[] { .., 2..7, 9.., 4..4 })
            {
                (int start, int length) = range.GetOffsetAndLength(10);
                int[] part = [.. Enumerable.Range(start, length)];
                int[] expected = [.. (step < 0 ? part.Reverse() : part).Where((_, i) => step != 0 && i % Math.Abs(step) == 0)];
                if (step != 0)
                {
                    Assert.That(x[(range, step)].ToArray<int>(), Is.EqualTo(expected), $"{range} by {step}");
                }
            }
        }
    }

    [Test]
    public void Positions_drop_dimensions_and_new_axes_add_them()
    {
        Node x = Node.Input("x", [2, 3, 4]);
        Assert.That(x[1].Shape, Is.EqualTo(Shape.Create([3, 4])));
        Assert.That(x[.., 1].Shape, Is.EqualTo(Shape.Create([2, 4])));
        Assert.That(x[1, ^1, 0].Shape, Is.EqualTo(Shape.Scalar));
        Assert.That(x[SliceIndex.Ellipsis, 0].Shape, Is.EqualTo(Shape.Create([2, 3])));
        Assert.That(x[.., SliceIndex.NewAxis, 1..].Shape, Is.EqualTo(Shape.Create([2, 1, 2, 4])));
        Assert.That(x[0, SliceIndex.Ellipsis, SliceIndex.NewAxis].Shape, Is.EqualTo(Shape.Create([3, 4, 1])));
        Assert.That(x[..], Is.SameAs(x));
    }

    [Test]
    public void Equal_slices_are_one_op()
    {
        Node x = Node.Input("x", [4]);
        Assert.That(x[1..2].Op, Is.EqualTo(x[(1..2, 3)].Op));
        Assert.That(x[2..2].Op, Is.EqualTo(x[4..].Op));
    }
}
