namespace NeuralJit.Tests;

/// <summary>
/// Padding by negative numbers cuts off, as in torch.nn.functional.pad: results of torch 1.13 for 1, 2, 3, 4, 5; null where it refuses.
/// </summary>
internal sealed class NegativePadTests
{
    // For rings PyTorch gives uninitialised memory, or an error about overlapping memory, where more is asked for than is left: refused
    // here.
    private static readonly (PadMode Mode, int Low, int High, float[]? Expected)[] Rows =
        [
            (PadMode.Zeros, -1, -1, [2, 3, 4]), (PadMode.Zeros, -2, 1, [3, 4, 5, 0]), (PadMode.Zeros, 1, -2, [0, 1, 2, 3]),
            (PadMode.Zeros, 3, -4, [0, 0, 0, 1]), (PadMode.Zeros, -5, 5, [0, 0, 0, 0, 0]), (PadMode.Zeros, -1, 0, [2, 3, 4, 5]),
            (PadMode.Zeros, 4, -1, [0, 0, 0, 0, 1, 2, 3, 4]), (PadMode.Zeros, -1, 4, [2, 3, 4, 5, 0, 0, 0, 0]),
            (PadMode.Zeros, -2, 3, [3, 4, 5, 0, 0, 0]), (PadMode.Zeros, -4, 1, [5, 0]), (PadMode.Zeros, -4, 2, [5, 0, 0]),
            (PadMode.Zeros, -4, 0, [5]), (PadMode.Zeros, 0, -4, [1]), (PadMode.Zeros, 0, -5, []), (PadMode.Zeros, -3, -2, []),
            (PadMode.Zeros, -3, -3, null), (PadMode.Zeros, 5, -1, [0, 0, 0, 0, 0, 1, 2, 3, 4]), (PadMode.Zeros, 6, -6, null),
            (PadMode.Zeros, -6, 6, null), (PadMode.Zeros, -6, 3, null), (PadMode.Reflect, -1, -1, [2, 3, 4]),
            (PadMode.Reflect, -2, 1, [3, 4, 5, 4]), (PadMode.Reflect, 1, -2, [2, 1, 2, 3]), (PadMode.Reflect, 3, -4, [4, 3, 2, 1]),
            (PadMode.Reflect, -5, 5, null), (PadMode.Reflect, -1, 0, [2, 3, 4, 5]), (PadMode.Reflect, 4, -1, [5, 4, 3, 2, 1, 2, 3, 4]),
            (PadMode.Reflect, -1, 4, [2, 3, 4, 5, 4, 3, 2, 1]), (PadMode.Reflect, -2, 3, [3, 4, 5, 4, 3, 2]),
            (PadMode.Reflect, -4, 1, [5, 4]), (PadMode.Reflect, -4, 2, [5, 4, 3]), (PadMode.Reflect, -4, 0, [5]),
            (PadMode.Reflect, 0, -4, [1]), (PadMode.Reflect, 0, -5, null), (PadMode.Reflect, -3, -2, null),
            (PadMode.Reflect, -3, -3, null), (PadMode.Reflect, 5, -1, null), (PadMode.Reflect, 6, -6, null),
            (PadMode.Reflect, -6, 6, null), (PadMode.Reflect, -6, 3, [3, 2]), (PadMode.Replicate, -1, -1, [2, 3, 4]),
            (PadMode.Replicate, -2, 1, [3, 4, 5, 5]), (PadMode.Replicate, 1, -2, [1, 1, 2, 3]), (PadMode.Replicate, 3, -4, [1, 1, 1, 1]),
            (PadMode.Replicate, -5, 5, [5, 5, 5, 5, 5]), (PadMode.Replicate, -1, 0, [2, 3, 4, 5]),
            (PadMode.Replicate, 4, -1, [1, 1, 1, 1, 1, 2, 3, 4]), (PadMode.Replicate, -1, 4, [2, 3, 4, 5, 5, 5, 5, 5]),
            (PadMode.Replicate, -2, 3, [3, 4, 5, 5, 5, 5]), (PadMode.Replicate, -4, 1, [5, 5]), (PadMode.Replicate, -4, 2, [5, 5, 5]),
            (PadMode.Replicate, -4, 0, [5]), (PadMode.Replicate, 0, -4, [1]), (PadMode.Replicate, 0, -5, null),
            (PadMode.Replicate, -3, -2, null), (PadMode.Replicate, -3, -3, null), (PadMode.Replicate, 5, -1, [1, 1, 1, 1, 1, 1, 2, 3, 4]),
            (PadMode.Replicate, 6, -6, [1, 1, 1, 1, 1]), (PadMode.Replicate, -6, 6, [5, 5, 5, 5, 5]), (PadMode.Replicate, -6, 3, [5, 5]),
            (PadMode.Circular, -1, -1, [2, 3, 4]), (PadMode.Circular, -2, 1, [3, 4, 5, 3]), (PadMode.Circular, 1, -2, [3, 1, 2, 3]),
            (PadMode.Circular, 3, -4, null), (PadMode.Circular, -5, 5, null), (PadMode.Circular, -1, 0, [2, 3, 4, 5]),
            (PadMode.Circular, 4, -1, [1, 2, 3, 4, 1, 2, 3, 4]), (PadMode.Circular, -1, 4, [2, 3, 4, 5, 2, 3, 4, 5]),
            (PadMode.Circular, -2, 3, [3, 4, 5, 3, 4, 5]), (PadMode.Circular, -4, 1, [5, 5]), (PadMode.Circular, -4, 2, null),
            (PadMode.Circular, -4, 0, [5]), (PadMode.Circular, 0, -4, [1]), (PadMode.Circular, 0, -5, []), (PadMode.Circular, -3, -2, []),
            (PadMode.Circular, -3, -3, null), (PadMode.Circular, 5, -1, null), (PadMode.Circular, 6, -6, null),
            (PadMode.Circular, -6, 6, null), (PadMode.Circular, -6, 3, null),
        ];

    private static IEnumerable<TestCaseData> Cases => Rows.Select(r => new TestCaseData(r.Mode, r.Low, r.High, r.Expected));

    [TestCaseSource(nameof(Cases))]
    public void Pads_are_PyTorchs(PadMode mode, int low, int high, float[]? expected)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>([1, 1, 5], [1, 2, 3, 4, 5]);
        if (expected is null)
        {
            Assert.That(() => x.Pad([low], [high], mode), Throws.TypeOf<ShapeException>().With.Message.Contains("pad: "));
            return;
        }
        Assert.That(x.Pad([low], [high], mode).ToArray<float>(), Is.EqualTo(expected));
    }

    [Test]
    public void Constants_stand_where_nothing_is_left_and_between_neighbours_too()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>([5], [1, 2, 3, 4, 5]);
        Assert.That(x.Pad([-5], [2], value: 7).ToArray<float>(), Is.EqualTo((float[])[7, 7]));
        Assert.That(x.Pad([-2], [1], [1], 9).ToArray<float>(), Is.EqualTo((float[])[2, 9, 3, 9, 4, 9, 5, 9]));
        Assert.That(Node.From<long>([3], [1, 2, 3]).Pad([-1], [1], value: -4).ToArray<long>(), Is.EqualTo((long[])[2, 3, -4]));
    }
}
