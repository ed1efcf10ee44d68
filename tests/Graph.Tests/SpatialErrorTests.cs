namespace NeuralJit.Tests;

/// <summary>
/// Windows, sizes and paddings that cannot work are reported where the graph is built, with what was expected and the place.
/// </summary>
internal sealed class SpatialErrorTests
{
    private static Node F32(params int[] extents) => Node.Input("x", Shape.Create(extents));

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case(
            "conv kernel", () =>
            F32(1, 3, 4, 9).Conv(F32(2, 3, 5, 3)),
            "conv: the kernel reaches over 5 elements (extent 5, dilation 1) along spatial dimension 0, but the input has 4 and with "
            + "its padding 4");
        yield return Case("conv dilated kernel", () => F32(1, 3, 9, 9).Conv(F32(2, 3, 3, 3), padding: [1], dilations: [1, 6]),
            "reaches over 13 elements (extent 3, dilation 6) along spatial dimension 1, but the input has 9 and with its padding 11");
        yield return Case("conv stride", () =>
            F32(1, 3, 9).Conv(F32(2, 3, 3), strides: [0]), "conv: stride 0 and dilation 1 along spatial dimension 0 must be at least 1");
        yield return Case("conv padding", () =>
            F32(1, 3, 9).Conv(F32(2, 3, 3), padding: [-1]), "conv: padding (-1, -1) along spatial dimension 0 must not be negative");
        yield return Case("conv groups", () =>
            F32(1, 6, 9).Conv(F32(4, 3, 3), groups: 4), "groups 4 must divide the 6 input channels and the 4 output channels");
        yield return Case("conv channels", () =>
            F32(1, 4, 9).Conv(F32(2, 3, 3)), "the weight f32[2,3,3] is for 3 input channels, but the input f32[1,4,9] has 4");
        yield return Case(
            "conv rank", () => F32(4, 9).Conv(F32(2, 9)), "conv: expected an input (batch, channels, 1 to 3 spatial dimensions)");
        yield return Case(
            "conv of a vector", () => F32(4).Conv(F32(4)), "conv: expected an input (batch, channels, 1 to 3 spatial dimensions)");
        yield return Case(
            "conv list", () => F32(1, 3, 9).Conv(F32(2, 3, 3), strides: [1, 2]), "stride has 2 entries for 1 spatial dimensions");
        yield return Case("conv bias", () => F32(1, 3, 9).Conv(F32(2, 3, 3), F32(3)), "expected a bias of 2 numbers");
        yield return Case("conv transpose", () => F32(1, 3, 9).ConvTranspose(F32(3, 2, 3), strides: [2], outputPadding: [2]),
            "output padding 2 along spatial dimension 0 must not be negative and be smaller than the stride 2 or the dilation 1");
        yield return Case(
            "conv transpose channels", () =>
            F32(1, 4, 9).ConvTranspose(F32(3, 2, 3)),
            "conv_transpose: expected an input (batch, channels, 1 to 3 spatial dimensions) and a weight (channels, outputs / groups, "
            + "kernel…), got f32[1,4,9] and f32[3,2,3]");
        yield return Case("max pool kernel", () => F32(1, 2, 3, 9).MaxPool([4, 2]),
            "max_pool: the kernel reaches over 4 elements along spatial dimension 0, but f32[1,2,3,9] has 3 there and with its padding 3");
        yield return Case("max pool stride", () =>
            F32(1, 2, 9).MaxPool([2], [0]), "max_pool: kernel 2, stride 0 and dilation 1 along spatial dimension 0 must be at least 1");
        yield return Case("max pool padding", () => F32(1, 2, 9).MaxPool([2], padding: [2]),
            "max_pool: padding 2 along spatial dimension 0 must not be negative and be at most half of the 2 elements");
        yield return Case(
            "avg pool padding", () => F32(1, 2, 9).AvgPool([2], padding: [-1]), "avg_pool: padding -1 along spatial dimension 0");
        yield return Case("avg pool divisor", () => F32(1, 2, 9).AvgPool([2], divisorOverride: 0), "the divisor must not be 0");
        yield return Case("pool rank", () =>
            F32(2, 9).MaxPool([2]), "max_pool: expected an input (batch, channels, 1 to 3 spatial dimensions), got f32[2,9]");
        yield return Case("pool list", () => F32(1, 2, 9).MaxPool([2, 2]), "max_pool: kernel has 2 entries for 1 spatial dimensions");
        yield return Case("pool of nothing", () => F32(1, 2, 0).MaxPool([1]), "f32[1,2,0] has 0 there");
        yield return Case("pool dtype", () => F32(1, 2, 4).Cast(DType.Int64).MaxPool([2]), "max_pool: expected f32 or f64");
        yield return Case(
            "max unpool", () => F32(1, 2, 4).MaxUnpool(F32(1, 2, 3), [8]), "max_unpool: expected indices of the shape of f32[1,2,4]");
        yield return Case("adaptive", () => F32(1, 2, 4, 4).AdaptiveAvgPool([2, 0]),
            "adaptive_avg_pool: sizes [2,0] and the spatial extents of f32[1,2,4,4] must be at least 1");
        yield return Case("resize", () => F32(1, 2, 4, 4).Resize([2, 2, 2]),
            "resize: expected f32 or f64 (batch, channels, 1 to 3 spatial dimensions) and a size for each of these");
        yield return Case("resize corners", () => F32(1, 2, 4, 4).Resize([2], ResizeMode.Nearest, alignCorners: true),
            "corners can be aligned in the modes Linear and Cubic only");
        yield return Case(
            "resize scales", () => F32(1, 2, 4, 4).ResizeBy([1, 2, 3]), "resize: expected one scale, or one for each spatial dimension");
        yield return Case("reflect", () =>
            F32(1, 2, 3).Pad([3], [0], PadMode.Reflect), "pad: Reflect padding (3, 0) along axis 2 of f32[1,2,3] must be at most 2");
        yield return Case("circular", () =>
            F32(1, 2, 3).Pad([4], [0], PadMode.Circular), "pad: Circular padding (4, 0) along axis 2 of f32[1,2,3] must be at most 3");
        yield return Case("replicate", () =>
            F32(1, 2, 3).Pad([-3], [0], PadMode.Replicate), "pad: Replicate padding low [-3] and high [0] leaves nothing of axis 2");
        yield return Case("pixel shuffle", () =>
            F32(1, 6, 3, 3).PixelShuffle(2), "the 6 channels of f32[1,6,3,3] are no multiple of the square of the factor 2");
        yield return Case("pixel unshuffle", () =>
            F32(1, 6, 3, 4).PixelUnshuffle(2), "the last two extents of f32[1,6,3,4] are no multiples of the factor 2");
        yield return Case("channel shuffle", () => F32(1, 6, 3).ChannelShuffle(4), "4 groups do not divide the channels of f32[1,6,3]");
        yield return Case("unfold", () => F32(1, 2, 3, 3).Unfold([4]), "unfold: the kernel reaches over 4 elements");
        yield return Case(
            "fold", () => F32(1, 8, 5).Fold([3, 3], [2]), "fold: expected columns [1,8,4] for the result [1,2,3,3], got f32[1,8,5]");
        yield return Case("fold channels", () => F32(1, 7, 4).Fold([3, 3], [2]), "with a multiple of 4 along axis 1");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_reported_with_types_and_place(Func<Node> mistake, string expected)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("net.conv1");
        Assert.That(() => mistake(), Throws.TypeOf<ShapeException>().With.Message.Contains(expected)
            .And.Message.Match(@"\n  at net\.conv1 · SpatialErrorTests\.cs:\d+$"));
    }

    [Test]
    public void A_last_window_of_ceil_mode_begins_inside()
    {
        // 2 windows of 2 cover 3 elements; with padding 1, a third one would begin beyond the input.
        Assert.That(F32(1, 1, 3).MaxPool([2], [2], ceilMode: true).Shape, Is.EqualTo(new[] { 1, 1, 2 }));
        Assert.That(F32(1, 1, 3).MaxPool([2], [2], [1], ceilMode: true).Shape, Is.EqualTo(new[] { 1, 1, 2 }));
        Assert.That(F32(1, 1, 2).MaxPool([3], [2], ceilMode: true).Shape, Is.EqualTo(new[] { 1, 1, 1 }));
    }

    [Test]
    public void Ties_and_NaNs_give_their_gradient_to_one_element()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>([1, 1, 2, 6], 1, 1, float.NaN, 2, 0, 0, 1, 1, 3, float.NaN, 0, 0);
        Node dx = Gradients.Of(x.MaxPool([2]).Sum(), x)[0];
        Assert.That(dx.Data.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0 }));
        Assert.That(x.MaxPoolIndices([2]).Data.Span<long>().ToArray(), Is.EqualTo(new long[] { 0, 9, 4 }));
    }

    private static TestCaseData Case(string name, Func<Node> mistake, string message) =>
        new TestCaseData(mistake, message).SetArgDisplayNames(name);
}
