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
            Assert.That(new TensorData([4, 2], [2]).Span<long>().ToArray(), Is.EqualTo(new long[] { 4, 2 }),
                "whole numbers are int64, as in PyTorch");
        }
    }

    [Test]
    public void Zeros_and_ones_are_float32_unless_another_type_is_given()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TensorData.Zeros([2]).Span<float>().ToArray(), Is.EqualTo(new float[2]));
            foreach (DType dtype in Enum.GetValues<DType>())
            {
                TensorData ones = TensorData.Ones([2, 3], dtype);
                Assert.That(ones.Type, Is.EqualTo(new TensorType(dtype, [2, 3])));
                using GraphTrace trace = GraphTrace.Eager();
                Assert.That(Node.Constant(ones).Cast(DType.Float64).ToArray<double>(), Is.All.EqualTo(1), $"{dtype}");
            }
        }
    }

    [Test]
    public void Another_shape_is_the_same_memory()
    {
        TensorData data = TensorData.From([2, 3], 1, 2, 3, 4, 5, 6), images = data.Reshape(-1, 1, 2);
        images.Span<float>()[5] = 7;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(images.Shape, Is.EqualTo(Shape.Create([3, 1, 2])));
            Assert.That(data.Span<float>()[5], Is.EqualTo(7));
            Assert.That(() => data.Reshape(4, 2),
                Throws.TypeOf<ShapeException>().With.Message.EqualTo("reshape: f32[2,3] has 6 elements, the new shape [4,2] has 8"));
            Assert.That(() => data.Reshape(4, -1), Throws.TypeOf<ShapeException>().With.Message.Contains("cannot choose -1"));
        }
    }

    [Test]
    public void An_element_is_read_by_its_index_whatever_its_type()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (DType dtype in Enum.GetValues<DType>())
            {
                using GraphTrace trace = GraphTrace.Eager();
                TensorData data = Node.From<float>(0, 0, 0, 0, 0, 1).Reshape(2, 3).Cast(dtype).Data;
                Assert.That((data[1, 2], data[1, 1], data[0, 2]), Is.EqualTo((1.0, 0.0, 0.0)), $"{dtype}");
            }
            TensorData some = TensorData.From([2, 3], 1, 2, 3, 4, 5, 6);
            Assert.That(new TensorData([2.5], Shape.Scalar)[[]], Is.EqualTo(2.5));
            Assert.That(
                () => some[2, 0], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("f32[2,3] has no element [2, 0]"));
            Assert.That(() => some[0, -1], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => some[3], Throws.TypeOf<ArgumentOutOfRangeException>(), "one index for each axis");
        }
    }

    [Test]
    public void Too_few_elements_are_refused() =>
        Assert.That(() => new TensorData(new float[5], [2, 3]),
            Throws.TypeOf<ShapeException>().With.Message.EqualTo("a tensor of shape [2,3] has 6 elements, got 5"));

    [Test]
    public void The_value_of_a_variable_is_no_tensor_that_could_be_written()
    {
        var parameter = new Parameter(TensorData.Ones([2]), "weight");
        Assert.That(parameter.Value, Is.Not.InstanceOf<TensorData>());
        parameter.Edit<float>(w => w[1] = 3);
        Assert.That(parameter.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 3 }));
    }
}
