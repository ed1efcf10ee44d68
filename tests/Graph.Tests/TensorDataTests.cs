namespace NeuralJit.Tests;

/// <summary>Tensors from elements that are at hand.</summary>
internal sealed class TensorDataTests
{
    [Test]
    public void Elements_and_shape_make_a_tensor_of_their_type()
    {
        float[] floats = [1, 2, 3, 4, 5, 6];
        var data = new TensorData(floats, [2, 3]);
        floats[0] = 7;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(data.Type, Is.EqualTo(new TensorType(DType.Float32, [2, 3])));
            Assert.That(data.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }), "a copy");
            Assert.That(new TensorData([0.5, 1e300], [2, 1]).Type, Is.EqualTo(new TensorType(DType.Float64, [2, 1])));
            Assert.That(new TensorData([4, 2], [2]).Span<long>().ToArray(), Is.EqualTo(new long[] { 4, 2 }), "whole numbers are int64, as in PyTorch");
        }
    }

    [Test]
    public void Too_few_elements_are_refused() =>
        Assert.That(() => new TensorData(new float[5], [2, 3]), Throws.TypeOf<ShapeException>().With.Message.EqualTo("a tensor of shape [2,3] has 6 elements, got 5"));
}
