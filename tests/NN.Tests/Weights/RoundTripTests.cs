using System.Buffers.Binary;
using System.Text;
using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>What is written is read again, bit by bit.</summary>
public sealed class RoundTripTests
{
    [Test]
    public void Every_tensor_type([Values] DType dtype, [Values("", "3", "2,0,4", "2,3,5")] string extents)
    {
        var type = new TensorType(dtype, Shape.Create([.. extents.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]));
        TensorData data = TensorData.Uninitialized(type);
        new Random(1).NextBytes(data.Bytes);
        if (dtype == DType.Bool)
        {
            data.Bytes.Replace((byte)0, (byte)1);
            data.Bytes.Fill(1);
        }
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a"], [new SafetensorsEntry("x", data)]);
        SafetensorsEntry entry = SafetensorsFile.Read(folder["a"]).Entries.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.Name, Is.EqualTo("x"));
            Assert.That(entry.ToTensor().Type, Is.EqualTo(type));
            Assert.That(entry.Bytes.SequenceEqual(data.Bytes), Is.True);
            Assert.That(entry.DType.TensorDType, Is.EqualTo(dtype));
        }
    }

    [Test]
    public void Every_type_of_the_format([Values] SafetensorsDType dtype)
    {
        Shape shape = [2, 4];
        byte[] bytes = new byte[shape.Count * dtype.Bits / 8];
        new Random(2).NextBytes(bytes);
        if (dtype == SafetensorsDType.Bool)
        {
            bytes.AsSpan().Clear();
        }
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a"], [SafetensorsEntry.OfBytes("x", dtype, shape, bytes)]);
        SafetensorsEntry entry = SafetensorsFile.Read(folder["a"]).Find("x")!;
        Assert.That((entry.DType, entry.Shape), Is.EqualTo((dtype, shape)));
        Assert.That(entry.Bytes.ToArray(), Is.EqualTo(bytes));
        Assert.That(SafetensorsDTypes.Parse(dtype.FormatName), Is.EqualTo(dtype));
    }

    [TestCase(SafetensorsDType.F8E4M3, new byte[] { 0x00, 0x01, 0x07, 0x08, 0x38, 0x7E, 0xFE, 0x80 },
        new float[] { 0, 1 / 512f, 7 / 512f, 1 / 64f, 1, 448, -448, -0f })]
    [TestCase(SafetensorsDType.F8E5M2, new byte[] { 0x00, 0x01, 0x04, 0x3C, 0x7B, 0x7C, 0xFC, 0xC0 },
        new float[] { 0, 1 / 65536f, 1 / 16384f, 1, 57344, float.PositiveInfinity, float.NegativeInfinity, -2 })]
    [TestCase(SafetensorsDType.F8E8M0, new byte[] { 0, 1, 126, 127, 128, 254 },
        new float[] { 5.877472e-39f, 1.17549435e-38f, 0.5f, 1, 2, 1.7014118e38f })]
    public void Eight_bit_floats_become_float32_exactly(SafetensorsDType dtype, byte[] bytes, float[] expected)
    {
        float[] values = SafetensorsEntry.OfBytes("x", dtype, [bytes.Length], bytes).ToTensor().Span<float>().ToArray();
        Assert.That(values.Select(BitConverter.SingleToInt32Bits), Is.EqualTo(expected.Select(BitConverter.SingleToInt32Bits)));
    }

    [TestCase(SafetensorsDType.F8E4M3, 0x7F)]
    [TestCase(SafetensorsDType.F8E4M3, 0xFF)]
    [TestCase(SafetensorsDType.F8E5M2, 0x7E)]
    [TestCase(SafetensorsDType.F8E8M0, 0xFF)]
    public void Eight_bit_floats_keep_NaN(SafetensorsDType dtype, byte bits) =>
        Assert.That(SafetensorsEntry.OfBytes("x", dtype, [], [bits]).ToTensor().Item<float>(), Is.NaN);

    [TestCase(SafetensorsDType.F4)]
    [TestCase(SafetensorsDType.F6E2M3)]
    [TestCase(SafetensorsDType.C64)]
    public void What_no_tensor_holds_is_read_as_bytes(SafetensorsDType dtype)
    {
        SafetensorsEntry entry = SafetensorsEntry.OfBytes("x", dtype, [4], new byte[4 * dtype.Bits / 8]);
        Assert.That(
            () => entry.ToTensor(), Throws.TypeOf<GraphException>().With.Message.Contains(dtype.FormatName).And.Message.Contains("\"x\""));
    }

    [Test]
    public void Every_other_BOOL_than_0_is_true()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a", [.. RawFile.Of($"{{{RawFile.Entry("x", "BOOL", "[4]", "[0,4]")}}}", 0), 0, 1, 7, 255]);
        Assert.That(SafetensorsFile.Read(path).Find("x")!.ToTensor().Bytes.ToArray(), Is.EqualTo((byte[])[0, 1, 1, 1]));
    }

    [Test]
    public void The_order_of_entries_and_the_metadata_stay()
    {
        using var folder = new TemporaryFolder();
        SafetensorsEntry[] entries =
            [Entry("b", DType.UInt8, 3), Entry("a", DType.Float64, 2), Entry("с.重", DType.Int16, 1), Entry("", DType.Bool, 0)];
        SafetensorsFile.Write(folder["a"], entries, new Dictionary<string, string> { ["z"] = "1", ["a"] = "<\"\u0001重\n>" });
        SafetensorsFile file = SafetensorsFile.Read(folder["a"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Entries.Select(e => e.ToString()), Is.EqualTo(entries.Select(e => e.ToString())));
            Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["z"] = "1", ["a"] = "<\"\u0001重\n>" }));
            Assert.That(file.Find("A"), Is.Null);
        }
    }

    [Test]
    public void The_header_is_padded_and_the_data_aligned([Values(0, 1, 2, 3, 4, 5, 6, 7)] int nameLength)
    {
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a"], [Entry(new string('n', nameLength), DType.UInt8, 3), Entry("half", DType.Float16, 3),
            Entry("double", DType.Float64, 1), Entry("float", DType.Float32, 1)]);
        byte[] bytes = File.ReadAllBytes(folder["a"]);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        string json = Encoding.UTF8.GetString(bytes, sizeof(ulong), header);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(header % 8, Is.Zero);
            Assert.That(json, Does.StartWith("{\"").And.Match(" {0,7}$"));
            Assert.That(json, Does.Contain("\"double\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}"));
            Assert.That(json, Does.Contain("\"float\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}"));
            Assert.That(json, Does.Contain("\"half\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[12,18]}"));
        }
    }

    [Test]
    public void What_the_format_cannot_say_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        void Refuse(string reason, IReadOnlyDictionary<string, string>? metadata, params SafetensorsEntry[] entries) => Assert.That(
            () => SafetensorsFile.Write(folder["a"], entries, metadata), Throws.InstanceOf<GraphException>().With.Message.Contains(reason));
        Refuse("two entries have the name \"x\"", null, Entry("x", DType.Bool, 1), Entry("x", DType.Bool, 1));
        Refuse("which the format keeps for texts", null, Entry("__metadata__", DType.Bool, 1));
        Refuse("is no valid text", null, Entry("a\ud800", DType.Bool, 1));
        Refuse("is no valid text", new Dictionary<string, string> { ["k"] = "\udc00" });
        Assert.That(() => SafetensorsEntry.OfBytes("x", SafetensorsDType.F4, [3], [0, 0]),
            Throws.TypeOf<ShapeException>().With.Message.Contains("last byte"));
        Assert.That(() => SafetensorsEntry.OfBytes("x", SafetensorsDType.F32, [3], [0, 0]),
            Throws.TypeOf<ShapeException>().With.Message.Contains("12 bytes, got 2"));
        Assert.That(folder.Files, Is.Empty);
    }

    private static SafetensorsEntry Entry(string name, DType dtype, int count) =>
        new(name, TensorData.Zeros(new TensorType(dtype, [count])));
}
