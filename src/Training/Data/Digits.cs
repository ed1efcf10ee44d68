using System.IO.Compression;

namespace NeuralJit.Training;

/// <summary>
/// 1,797 images of handwritten digits, 8×8 pixels: UCI "Optical Recognition of Handwritten Digits" (E. Alpaydin and
/// C. Kaynak, CC BY 4.0), embedded in this library.
/// </summary>
public static class Digits
{
    /// <summary>Height and width of an image.</summary>
    public const int Side = 8;

    /// <summary>Number of classes.</summary>
    public const int Classes = 10;

    private const int Pixels = Side * Side;
    private const float White = 16;
    private const int TestEvery = 5;

    /// <summary>All images: inputs f32[1797,64] from 0 to 1, targets i64[1797].</summary>
    /// <exception cref="InvalidDataException">The embedded file is damaged.</exception>
    public static Dataset Load()
    {
        var pixels = new List<float>();
        var labels = new List<long>();
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidDataException("digits: the data set is not embedded in this build of the library");
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            AddRow(line, pixels, labels);
        }
        return new Dataset(TensorData.From<float>([labels.Count, Pixels], [.. pixels]), TensorData.From<long>([labels.Count], [.. labels]));
    }

    /// <summary>Training and test images; the test images are those whose number is divisible by 5 (360 of them).</summary>
    public static (Dataset Training, Dataset Test) LoadSplit()
    {
        (Dataset test, Dataset training) = Load().Split(i => i % TestEvery == 0);
        return (training, test);
    }

    private static void AddRow(string line, List<float> pixels, List<long> labels)
    {
        string[] fields = line.Split(',');
        if (fields.Length != Pixels + 1)
        {
            throw new InvalidDataException($"digits: line {labels.Count + 1} has {fields.Length} fields, expected {Pixels + 1}");
        }
        for (int i = 0; i < Pixels; i++)
        {
            pixels.Add(Number(fields[i], labels.Count) / White);
        }
        labels.Add(Number(fields[Pixels], labels.Count));
    }

    private static int Number(string field, int line) => NumberText.TryRead(field, out int number)
        ? number
        : throw new InvalidDataException($"digits: '{field}' in line {line + 1} is no number");
}
