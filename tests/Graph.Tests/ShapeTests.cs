namespace NeuralJit.Tests;

internal sealed class ShapeTests
{
    [Test]
    public void Shapes_are_values()
    {
        Shape a = [2, 3], b = [2, 3];
        Assert.That(a, Is.EqualTo(b));
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
        Assert.That(a, Is.Not.EqualTo(Shape.Create([3, 2])));
        Assert.That(a.ToString(), Is.EqualTo("[2,3]"));
        Assert.That(Shape.Scalar.Count, Is.EqualTo(1));
        Assert.That(a[-1], Is.EqualTo(3));
    }

    [Test]
    public void Negative_and_huge_extents_are_errors()
    {
        Assert.That(() => Shape.Create([2, -1]), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,-1]"));
        Assert.That(() => Shape.Create([65536, 65536]), Throws.TypeOf<ShapeException>().With.Message.Contains("2147483647"));
        Assert.That(() => Shape.Create([int.MaxValue, int.MaxValue, int.MaxValue]), Throws.TypeOf<ShapeException>());
        Assert.That(Shape.Create([int.MaxValue, 0, int.MaxValue]).Count, Is.Zero);
        Assert.That(() => Shape.Create(new int[17]), Throws.TypeOf<ShapeException>().With.Message.Contains("16 dimensions"));
    }

    [Test]
    public void Broadcasting_is_NumPys()
    {
        Assert.That(Shape.Broadcast([4, 1, 3], [2, 1]), Is.EqualTo(Shape.Create([4, 2, 3])));
        Assert.That(Shape.Broadcast([], [2, 3]), Is.EqualTo(Shape.Create([2, 3])));
        Assert.That(Shape.Broadcast([0, 3], [1]), Is.EqualTo(Shape.Create([0, 3])));
        Assert.That(Shape.Broadcast([1, 3], [0, 1]), Is.EqualTo(Shape.Create([0, 3])));
        Assert.That(Shape.Broadcast([2, 3], [2]), Is.Null);
        Assert.That(Shape.Create([2, 3]).BroadcastsTo([1, 2, 3]), Is.True);
        Assert.That(Shape.Create([2, 3]).BroadcastsTo([3]), Is.False);
    }

    [Test]
    public void Axes_out_of_range_or_named_twice_are_errors()
    {
        Shape shape = [2, 3];
        Assert.That(Axes.Of(shape, [-1, 0]).ToString(), Is.EqualTo("[0,1]"));
        Assert.That(Axes.Of(shape, []), Is.EqualTo(Axes.All(2)));
        Assert.That(Axes.All(0).Count, Is.Zero);
        Assert.That(() => Axes.Of(shape, [2]), Throws.TypeOf<ShapeException>().With.Message.Contains("axis 2 is out of range for [2,3]"));
        Assert.That(() => Axes.Of(shape, [0, -2]), Throws.TypeOf<ShapeException>().With.Message.Contains("named twice"));
    }

    [Test]
    public void Lists_of_numbers_are_values()
    {
        IntList a = [1, -2], b = [1, -2];
        Assert.That(a, Is.EqualTo(b));
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
        Slice slice = new(a, [1, 1], b), same = new(b, [1, 1], a), other = new(a, [1, 1], [1, 1]);
        Assert.That(slice, Is.EqualTo(same));
        Assert.That(slice, Is.Not.EqualTo(other));
    }
}
