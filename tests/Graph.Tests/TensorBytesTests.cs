namespace NeuralJit.Tests;

/// <summary>Bytes of tensors, also of those that no span can hold. Memory that is not touched costs nothing.</summary>
public sealed class TensorBytesTests
{
    [Test]
    public void Parts_cover_every_byte_once([Values(DType.UInt8, DType.Float16, DType.Float32, DType.Int64)] DType dtype)
    {
        TensorData data = TensorData.Zeros(new TensorType(dtype, [7, 5]));
        Span<byte> part;
        for (long done = 0; done < data.Type.Bytes; done += part.Length)
        {
            part = data.Part(done);
            part.Fill((byte)(done + 1));
        }
        Assert.That(data.Bytes.ToArray(), Has.All.EqualTo(1));
        Assert.That(data.Part(3)[0], Is.EqualTo(1));
        Assert.That(data.Part(3).Length, Is.EqualTo(data.Type.Bytes - 3));
        Assert.That(data.Part(data.Type.Bytes).Length, Is.Zero);
    }

    [Test]
    public void Large_tensors_have_parts_and_no_span()
    {
        TensorData data = TensorData.Uninitialized(new TensorType(DType.Float32, [550_000, 1000]));
        Assert.That(() => data.Bytes.Length, Throws.TypeOf<GraphException>().With.Message.EqualTo(
            "f32[550000,1000] has 2200000000 bytes, and a span holds 2147483647 at most; take them part by part, with Part"));
        long begin = data.Type.Bytes - 8;
        data.Part(begin).Fill(1);
        TensorData copy = TensorData.Zeros(new TensorType(DType.UInt8, [8]));
        data.CopyTo(begin, copy, 0, 8);
        Assert.That(copy.Bytes.ToArray(), Has.All.EqualTo(1));
        Assert.That(data.Span<float>()[^1], Is.EqualTo(BitConverter.Int32BitsToSingle(0x01010101)));
        Assert.That(() => data.CopyTo(begin, copy, 0, 9), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void What_memory_cannot_hold_is_refused_with_the_limit()
    {
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            Assert.That(() => TensorData.Uninitialized(new TensorType(dtype, [int.MaxValue])),
                Throws.TypeOf<ShapeException>()
                    .With.Message.Contains($"has 2147483647 elements; memory holds tensors of up to {TensorData.MostElements}"));
        }
    }

    [Test]
    public void Extents_that_no_tensor_has_are_refused_where_the_node_is_made()
    {
        Node x = Node.Input("x", [1, 1, 1, 4]);
        foreach ((string what, Action make) in new (string, Action)[]
        {
            ("conv", () => x.Conv(Node.Input("w", [1, 1, 1, 1]), padding: [0, int.MaxValue])),
            ("conv_transpose", () => x.ConvTranspose(Node.Input("w", [1, 1, 1, 2]), strides: [1, int.MaxValue])),
            ("conv_transpose", () => x.ConvTranspose(Node.Input("w", [1, 70_000, 1, 1]), groups: 70_000)),
            ("pad", () => x.Pad([0, int.MaxValue], [0, int.MaxValue], PadMode.Replicate)),
        })
        {
            Assert.That(make, Throws.InstanceOf<GraphException>(), what);
        }
    }
}
