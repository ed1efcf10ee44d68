using System.Text;
using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>
/// Random files, whole and damaged: a whole one is read as it was written, a damaged one is read or refused, and nothing else happens.
/// </summary>
public sealed class RandomFileTests
{
    // Objects that stand for an entry take more memory than its text; what counts is that no number in the file decides how much.
    private const int BytesPerByte = 64, SomeBytes = 100_000;

    private const int DamagesPerFile = 60;

    [Test]
    public void Is_read_as_it_was_written([Range(0, 49)] int seed)
    {
        using var folder = new TemporaryFolder();
        (SafetensorsEntry[] entries, Dictionary<string, string> metadata) = RandomFile(new Random(seed));
        SafetensorsFile.Write(folder["a"], entries, metadata);
        SafetensorsFile file = SafetensorsFile.Read(folder["a"]);
        Assert.That(file.Metadata, Is.EqualTo(metadata));
        Assert.That(file.Entries.Select(e => (e.Name, e.DType, e.Shape)), Is.EqualTo(entries.Select(e => (e.Name, e.DType, e.Shape))));
        Assert.That(file.Entries.Zip(entries).All(e => e.First.Bytes.SequenceEqual(e.Second.Bytes)), Is.True);
    }

    [Test]
    public void Is_read_or_refused_when_damaged([Range(0, 49)] int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        (SafetensorsEntry[] entries, Dictionary<string, string> metadata) = RandomFile(random);
        SafetensorsFile.Write(folder["a"], entries, metadata);
        byte[] whole = File.ReadAllBytes(folder["a"]);
        for (int i = 0; i < DamagesPerFile; i++)
        {
            byte[] damaged = Damage(whole, random);
            string path = folder.Write("b", damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SafetensorsFile.Read(path);
            }
            catch (InvalidDataException error) when (error.Message.StartsWith(path, StringComparison.Ordinal))
            {
                // Refused, as it should be.
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, damage {i}: {error}\n{Convert.ToBase64String(damaged)}");
            }
            Assert.That(GC.GetAllocatedBytesForCurrentThread()
                - before, Is.LessThan((damaged.Length * BytesPerByte) + SomeBytes), $"seed {seed}, damage {i}");
        }
    }

    private static (SafetensorsEntry[] Entries, Dictionary<string, string> Metadata) RandomFile(Random random)
    {
        var entries = new List<SafetensorsEntry>();
        int count = random.Next(8);
        while (entries.Count < count)
        {
            SafetensorsDType dtype = random.GetItems(Enum.GetValues<SafetensorsDType>(), 1)[0];
            Shape shape = Shape.Create([.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5))]);
            if (shape.Count * dtype.Bits % 8 == 0)
            {
                byte[] bytes = new byte[shape.Count * dtype.Bits / 8];
                random.NextBytes(bytes);
                entries.Add(SafetensorsEntry.OfBytes($"{entries.Count}{RandomText(random)}", dtype, shape, dtype == SafetensorsDType.Bool
                    ? [.. bytes.Select(b => (byte)(b & 1))]
                    : bytes));
            }
        }
        return ([.. entries], Enumerable.Range(0, random.Next(3)).ToDictionary(i => $"{i}{RandomText(random)}", _ => RandomText(random)));
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(10); i > 0; i--)
        {
            text.Append(random.GetItems([new Rune('a'), new Rune('.'), new Rune('"'), new Rune('\\'), new Rune(1), new Rune('é'),
                new Rune('重'), new Rune(0x1F600)], 1)[0]);
        }
        return text.ToString();
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return [.. bytes, .. new byte[random.Next(1, 20)]];
            case 2:
                int at = random.Next(bytes.Length), length = random.Next(bytes.Length - at);
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 3:
                // Digits, quotation marks and brackets in the header, which change its meaning and leave it JSON more often.
                bytes[random.Next(Math.Min(8, bytes.Length - 1), bytes.Length)] = random.GetItems("0123456789\"[]{},:-e."u8, 1)[0];
                return bytes;
            default:
                for (int i = random.Next(1, 6); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
                return bytes;
        }
    }
}
