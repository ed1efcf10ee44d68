namespace NeuralJit.Tests;

/// <summary>Constants are read as the bits that were printed.</summary>
internal sealed class ConstantTextTests
{
    private static readonly DType[] AllTypes = Enum.GetValues<DType>();

    [TestCaseSource(nameof(AllTypes))]
    public void All_bits_are_read_again(DType dtype)
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            TensorData data = TensorData.Uninitialized(new TensorType(dtype, [random.Next(0, 6)]));
            random.NextBytes(data.Bytes);
            AssertSame(data);
        }
    }

    [TestCaseSource(nameof(AllTypes))]
    public void Special_bits_are_read_again(DType dtype)
    {
        // Zeros, ones, the greatest and least numbers, infinities, quiet and signalling NaNs: bit patterns whose upper bytes are special.
        foreach (byte top in (byte[])[0x00, 0x80, 0x7F, 0xFF, 0x3F, 0x7C, 0xFC, 0x7E])
        {
            foreach (byte next in (byte[])[0x00, 0x80, 0x7F, 0xFF, 0xF0, 0xF8, 0xC0, 0x01])
            {
                foreach (byte rest in (byte[])[0x00, 0xFF, 0x01])
                {
                    TensorData data = TensorData.Uninitialized(new TensorType(dtype, Shape.Scalar));
                    data.Bytes.Fill(rest);
                    data.Bytes[^1] = top;
                    data.Bytes[Math.Max(0, data.Bytes.Length - 2)] = data.Bytes.Length > 1 ? next : top;
                    AssertSame(data);
                }
            }
        }
    }

    [Test]
    public void Numbers_look_as_people_write_them()
    {
        Assert.That(Print(TensorData.From([6], 0.1f, -0f, 1e-45f, float.NaN, float.PositiveInfinity, float.NegativeInfinity)),
            Is.EqualTo("0.1, -0, 1E-45, NaN, Infinity, -Infinity"));
        Assert.That(Print(TensorData.From<double>([2], [0.1, 1e300])), Is.EqualTo("0.1, 1E+300"));
        Assert.That(Print(TensorData.From<bool>([2], [true, false])), Is.EqualTo("True, False"));
        Assert.That(Print(TensorData.From<ulong>([1], [ulong.MaxValue])), Is.EqualTo("18446744073709551615"));
        Assert.That(Print(TensorData.From<long>([1], [long.MinValue])), Is.EqualTo("-9223372036854775808"));
        Assert.That(Print(TensorData.From([1], BitConverter.UInt32BitsToSingle(0x7FC00001))), Is.EqualTo("0x7fc00001"));
    }

    [Test]
    public void Equal_elements_are_one_and_many_are_a_hash_of_type_and_content()
    {
        TensorData ones = TensorData.From([3, 100], [.. Enumerable.Repeat(1f, 300)]), many = Samples.Uniform([3, 100]),
            other = Samples.Uniform([3, 100], seed: 2);
        Assert.That(Print(ones), Is.EqualTo("1"));
        Assert.That(Print(TensorData.From<float>([0, 3], [])), Is.Empty);
        Assert.That(Print(TensorData.From([2], 0f, -0f)), Is.EqualTo("0, -0"));
        Assert.That(Print(many), Does.Match("^#sha256:[0-9a-f]{16}$").And.EqualTo("#" + ConstantText.HashOf(many.Clone()))
            .And.Not.EqualTo("#" + ConstantText.HashOf(other)));
        TensorData turned = TensorData.From<float>([100, 3], many.Span<float>());
        Assert.That(ConstantText.HashOf(turned), Is.Not.EqualTo(ConstantText.HashOf(many)));
        AssertSame(ones);
    }

    [TestCase("f32[2]", "1, 2, 3", "constant: f32[2] has 2 elements, got 3; one stands for all")]
    [TestCase("f32[3]", "1, 2", "constant: f32[3] has 3 elements, got 2; one stands for all")]
    [TestCase("f32[2]", "", "constant: f32[2] has 2 elements, got 0; one stands for all")]
    [TestCase("f32[0]", "1", "constant: f32[0] has 0 elements, got 1; one stands for all")]
    [TestCase("f32[]", "1e39", "constant: \"1e39\" is not a value of f32")]
    [TestCase("f32[]", "x", "constant: \"x\" is not a value of f32")]
    [TestCase("f32[]", "0x7fc000", "constant: \"0x7fc000\" is not a value of f32")]
    [TestCase("f32[]", "0x7FC00000", "constant: \"0x7FC00000\" is not a value of f32")]
    [TestCase("bf16[]", "3.4e38", "constant: \"3.4e38\" is not a value of bf16")]
    [TestCase("f16[]", "70000", "constant: \"70000\" is not a value of f16")]
    [TestCase("u8[]", "256", "constant: \"256\" is not a value of u8")]
    [TestCase("u64[]", "-1", "constant: \"-1\" is not a value of u64")]
    [TestCase("i32[]", "1.5", "constant: \"1.5\" is not a value of i32")]
    [TestCase("bool[]", "true", "constant: \"true\" is not a value of bool")]
    public void What_is_no_value_is_an_error(string type, string text, string message)
    {
        TensorData data = TensorData.Zeros(AttributeText.Type(type)!.Value);
        Assert.That(() => ConstantText.Read(text, data), Throws.TypeOf<GraphException>().With.Message.EqualTo(message));
    }

    private static string Print(TensorData data) => ConstantText.Print(data, 16);

    private static void AssertSame(TensorData data)
    {
        TensorData again = TensorData.Uninitialized(data.Type);
        again.Bytes.Fill(0x5A);
        ConstantText.Read(Print(data), again);
        Assert.That(again.Bytes.SequenceEqual(data.Bytes), Print(data));
    }
}
