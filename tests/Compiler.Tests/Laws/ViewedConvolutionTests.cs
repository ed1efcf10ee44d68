using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Every form of convolution of every kind of view, read in place or copied, with both gradients; the result too is looked at in such a
/// way, so that its gradient is a view.
/// </summary>
internal sealed class ViewedConvolutionTests
{
    private static readonly (string Name, Shape Input, Func<Node, Node> View)[] Kinds =
        [
            ("the tensor itself", ConvForms.Image, x => x),
            ("reshape", [2, 8, 36], x => x.Reshape(ConvForms.Image)),
            ("channels last", [2, 6, 6, 8], x => x.Permute(0, 3, 1, 2)),
            ("batch and channels exchanged", [8, 2, 6, 6], x => x.Transpose(0, 1)),
            ("rows and columns exchanged", ConvForms.Image, x => x.Transpose(2, 3)),
            ("reshape of a transposition", [36, 16], x => x.T.Reshape(ConvForms.Image)),
            ("reshape of a reversal", [16, 36], x => x.Flip(0, 1).Reshape(ConvForms.Image)),
            ("reshape of a slice", [2, 16, 36], x => x[.., 8..].Reshape(ConvForms.Image)),
            ("reshape of a broadcast", [8, 36], x => x.BroadcastTo([2, 8, 36]).Reshape(ConvForms.Image)),
            ("pixel shuffle", [2, 32, 3, 3], x => x.PixelShuffle(2)),
            ("pixel unshuffle", [2, 2, 12, 12], x => x.PixelUnshuffle(2)),
            ("channel shuffle", ConvForms.Image, x => x.ChannelShuffle(4)),
            ("part of a channel shuffle", [2, 16, 6, 6], x => x.ChannelShuffle(2).Chunk(2, 1)[1]),
            ("part of a pixel shuffle", [2, 64, 3, 3], x => x.PixelShuffle(2)[.., 3..11]),
            ("part of the channels", [2, 16, 6, 6], x => x.Chunk(2, 1)[1]),
            ("part of the image", [2, 8, 9, 8], x => x[.., .., 1..7, 2..]),
            ("every second element", [2, 8, 12, 11], x => x[.., .., (.., 2), (.., 2)]),
            ("reversed rows", ConvForms.Image, x => x.Flip(3)),
            ("reversed channels", ConvForms.Image, x => x.Flip(1)),
            ("broadcast over the batch", [1, 8, 6, 6], x => x.BroadcastTo(ConvForms.Image)),
            ("broadcast over the image", [2, 8, 1, 6], x => x.BroadcastTo(ConvForms.Image)),
            ("transposed and reshaped twice", [2, 6, 4, 12], x =>
                x.Transpose(1, 2).Reshape([2, 8, 3, 12]).Transpose(2, 3).Reshape(ConvForms.Image)),
        ];

    private static IEnumerable<string> Names => Kinds.Select(k => k.Name);

    [TestCaseSource(nameof(Names))]
    public void Convolutions_of_a_view_and_their_gradients_are_those_of_the_interpreter(string kind)
    {
        (_, Shape shape, Func<Node, Node> view) = Kinds.Single(k => k.Name == kind);
        TensorData x = Samples.Uniform(shape, seed: 3);
        Programs.AssertAgrees(kind, n => [.. ConvForms.All.Select(form => form.Apply(view(n[0])))], x);
        Programs.AssertAgrees($"{kind}, gradient of the image", n =>
            [.. ConvForms.All.Select((form, i) => Gradient(form.Apply(view(n[0])), i, _ => n[0]))], x);
        Programs.AssertAgrees($"{kind}, gradient of the weight", n =>
            [.. ConvForms.All.Select((form, i) => Gradient(form.Apply(view(n[0])), i, WeightOf))], x);
    }

    /// <summary>The gradient of a result whose own gradient has its channels last.</summary>
    private static Node Gradient(Node y, int seed, Func<Node, Node> of) =>
        Gradients.Of([y],
            [Node.Constant(Samples.Uniform([y.Shape[0], y.Shape[2], y.Shape[3], y.Shape[1]], seed: seed)).Permute(0, 3, 1, 2)], [of(y)])[0];

    // A second derivative convolves what differentiation has made: the weight's gradient as an image, transposed and reshaped.
    [TestCaseSource(nameof(Names))]
    public void Convolutions_whose_weight_is_a_view_and_gradients_of_gradients(string kind)
    {
        (_, Shape shape, Func<Node, Node> view) = Kinds.Single(k => k.Name == kind);
        TensorData w = Samples.Uniform(shape, seed: 3), x = Samples.Uniform([2, 8, 7, 7], seed: 4);
        Programs.AssertAgrees(kind, n =>
        {
            Node y = n[1].Conv(view(n[0]), ConvWindow.Create(2, padding: [1]));
            Node dw = Gradients.Of(y.Square().Sum(), n[0])[0], dx = Gradients.Of(y.Square().Sum(), n[1])[0];
            return [y, .. Gradients.Of(dw.Square().Sum() + dx.Square().Sum(), n[0], n[1])];
        }, w, x);
    }

    [Test]
    public void Known_values_after_a_pixel_shuffle()
    {
        // Channels 0 to 3 become the elements of each 2 by 2 block: the image is 0 4 / 8 12 apart, and all sums of 2 by 2 elements are
        // counted by hand.
        TensorData x = TensorData.From<float>([1, 4, 2, 2], [.. Enumerable.Range(0, 16).Select(i => (float)i)]);
        TensorData y = Programs.Run(n => [n[0].PixelShuffle(2).Conv(Node.Ones([1, 1, 2, 2]))], x)[0];
        Assert.That(y.Span<float>().ToArray(), Is.EqualTo(new float[] { 24, 26, 28, 28, 30, 32, 32, 34, 36 }));
    }

    private static Node WeightOf(Node y)
    {
        Node conv = y;
        while (conv.Op is not (Conv or ConvInputGradient))
        {
            conv = conv.Inputs[0];
        }
        return conv.Inputs[1];
    }
}
