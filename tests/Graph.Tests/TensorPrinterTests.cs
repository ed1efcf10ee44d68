using System.Globalization;
using System.Text.Json;

namespace NeuralJit.Tests;

/// <summary>Tensors print as PyTorch 1.13 prints them; the golden texts are its own.</summary>
internal sealed class TensorPrinterTests
{
    private static IEnumerable<TestCaseData> Golden()
    {
        using Stream stream = typeof(TensorPrinterTests).Assembly.GetManifestResourceStream("tensors.json")!;
        int number = 0;
        foreach (JsonElement row in JsonDocument.Parse(stream).RootElement.EnumerateArray())
        {
            string dtype = row.GetProperty("dtype").GetString()!;
            yield return new TestCaseData(Read(row, dtype), row.GetProperty("text").GetString()!)
                .SetArgDisplayNames($"{number++} {dtype} {row.GetProperty("shape")}");
        }
    }

    [TestCaseSource(nameof(Golden))]
    public void Prints_as_PyTorch(TensorData data, string expected) => Assert.That(data.ToString(), Is.EqualTo(expected));

    [Test]
    public void A_column_and_a_scalar_look_as_in_the_seeds()
    {
        Assert.That(TensorData.From([2, 1], 0.2659f, 0.1573f).ToString(), Is.EqualTo("tensor([[0.2659],\n        [0.1573]])"));
        Assert.That(TensorData.From(Shape.Scalar, 2.5f).ToString(), Is.EqualTo("tensor(2.5000)"));
        Assert.That(TensorData.From([2], 1, 2).ToString(), Is.EqualTo("tensor([1., 2.])"));
        Assert.That(TensorData.From<ulong>([2], [1, ulong.MaxValue]).ToString(),
            Is.EqualTo("tensor([                   1, 18446744073709551615], dtype=uint64)"));
    }

    private static TensorData Read(JsonElement row, string dtype)
    {
        Shape shape = Shape.Create([.. row.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())]);
        string[] values = [.. row.GetProperty("values").EnumerateArray().Select(e => e.GetString()!)];
        T[] Parsed<T>(Func<string, T> parse) => [.. values.Select(parse)];
        return dtype switch
        {
            "float32" => TensorData.From<float>(shape, Parsed(v => (float)Number(v))),
            "float64" => TensorData.From<double>(shape, Parsed(Number)),
            "float16" => TensorData.From<Half>(shape, Parsed(v => (Half)Number(v))),
            "int64" => TensorData.From<long>(shape, Parsed(v => (long)Number(v))),
            "int32" => TensorData.From<int>(shape, Parsed(v => (int)Number(v))),
            "int16" => TensorData.From<short>(shape, Parsed(v => (short)Number(v))),
            "int8" => TensorData.From<sbyte>(shape, Parsed(v => (sbyte)Number(v))),
            "uint8" => TensorData.From<byte>(shape, Parsed(v => (byte)Number(v))),
            _ => TensorData.From<bool>(shape, Parsed(v => v == "1")),
        };
    }

    private static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
