using NeuralJit.Tests;

namespace NeuralJit.Training.Tests;

/// <summary>The IDX reader: all element types, compressed or not, and files that are not as they say.</summary>
public sealed class IdxFileTests
{
    private static IEnumerable<TestCaseData> Types =>
    [
        Row("u8", IdxFolder.File(0x08, [3], 0, 127, 255), TensorData.From<byte>([3], [0, 127, 255])),
        Row("i8", IdxFolder.File(0x09, [2], 0x80, 1), TensorData.From<sbyte>([2], [-128, 1])),
        Row("i16", IdxFolder.File(0x0B, [1, 2], 0x01, 0x02, 0xFF, 0xFE), TensorData.From<short>([1, 2], [0x0102, -2])),
        Row("i32", IdxFolder.File(0x0C, [1], 0x01, 0x02, 0x03, 0x04), TensorData.From<int>([1], [0x01020304])),
        Row("f32", IdxFolder.File(0x0D, [1], 0x40, 0x49, 0x0F, 0xDB), TensorData.From<float>([1], [MathF.PI])),
        Row("f64", IdxFolder.File(0x0E, [1], 0xBF, 0xF0, 0, 0, 0, 0, 0, 0), TensorData.From<double>([1], [-1])),
        Row("three dimensions", IdxFolder.File(0x08, [1, 2, 3], 1, 2, 3, 4, 5, 6), TensorData.From<byte>([1, 2, 3], [1, 2, 3, 4, 5, 6])),
        Row("no elements", IdxFolder.File(0x08, [0, 28, 28]), TensorData.From<byte>([0, 28, 28], [])),
        Row("no dimensions", IdxFolder.File(0x08, [], 5), TensorData.From<byte>([], [5])),
        Row("more than the first buffer", IdxFolder.File(0x08, [3_000_000], new byte[3_000_000]),
            TensorData.From<byte>([3_000_000], new byte[3_000_000])),
    ];

    private static IEnumerable<TestCaseData> Malformed =>
    [
        Row("empty", [], "ends within the header"),
        Row("three bytes", [0, 0, 8], "ends within the header"),
        Row("no zero bytes", [1, 0, 8, 1, 0, 0, 0, 0], "two zero bytes"),
        Row("text", "hello, world"u8.ToArray(), "two zero bytes"),
        Row("unknown type", IdxFolder.File(0x0A, [1], 1), "0x0A is no element type"),
        Row("too many dimensions", [0, 0, 8, 200], "claims 200 dimensions"),
        Row("extents are cut", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0], "ends within the header"),
        Row("negative extent", IdxFolder.File(0x08, [-1, 4]), "must not be negative, got [-1,4]"),
        Row("more elements than there can be", IdxFolder.File(0x08, [65536, 65536]), "more than 2147483647 elements"),
        Row("more elements than memory holds", IdxFolder.File(0x08, [int.MaxValue]),
            "claims u8[2147483647], 2147483647 elements; a tensor has at most"),
        Row("more bytes than there can be", IdxFolder.File(0x0E, [2_000_000_000], 1, 2, 3),
            "16000000000 bytes, which is more than can be read"),
        Row("lying extent", IdxFolder.File(0x08, [2_000_000_000], 1, 2, 3), "claims u8[2000000000], 2000000000 bytes, and ends after 3"),
        Row("one element too few", IdxFolder.File(0x0C, [2], 1, 2, 3, 4, 5, 6, 7), "ends after 7"),
        Row("one element too many", IdxFolder.File(0x08, [2], 1, 2, 3), "more follows behind its u8[2]"),
    ];

    [TestCaseSource(nameof(Types))]
    public void Reads_every_element_type_compressed_or_not(byte[] content, TensorData expected)
    {
        using var folder = new TemporaryFolder();
        foreach (byte[] file in (byte[][])[content, IdxFolder.Compress(content)])
        {
            TensorData data = IdxFile.Read(folder.Write("a", file));
            Assert.That(data.Type, Is.EqualTo(expected.Type));
            Assert.That(data.Bytes.SequenceEqual(expected.Bytes), Is.True);
        }
    }

    [TestCaseSource(nameof(Malformed))]
    public void Refuses_what_is_not_as_it_says(byte[] content, string reason)
    {
        using var folder = new TemporaryFolder();
        foreach (byte[] file in (byte[][])[content, IdxFolder.Compress(content)])
        {
            string path = folder.Write("a", file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.That(() => IdxFile.Read(path), Throws.TypeOf<InvalidDataException>()
                .With.Message.StartsWith(path + ": not a valid IDX file: ").And.Message.Contains(reason));
            Assert.That(
                GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(3_000_000), "nothing is allocated on the word of a header");
        }
    }

    [Test]
    public void Refuses_damaged_compression()
    {
        using var folder = new TemporaryFolder();
        byte[] content = new byte[10_000];
        new Random(1).NextBytes(content);
        byte[] whole = IdxFolder.Compress(IdxFolder.File(0x08, [10_000], content));
        foreach (int length in (int[])[2, 5, 20, whole.Length / 2, whole.Length - 20])
        {
            Assert.That(() => IdxFile.Read(folder.Write("a", whole[..length])),
                Throws.TypeOf<InvalidDataException>().With.Message.Contains("not a valid IDX file"), $"{length} bytes");
        }
        for (int seed = 0; seed < 50; seed++)
        {
            byte[] damaged = [.. whole];
            damaged[new Random(seed).Next(damaged.Length)] ^= 0x10;
            try
            {
                IdxFile.Read(folder.Write("a", damaged));
            }
            catch (InvalidDataException)
            {
                // As documented.
            }
        }
        Assert.That(() => IdxFile.Read(folder["none"]), Throws.TypeOf<FileNotFoundException>());
    }

    private static TestCaseData Row(string name, byte[] content, object expected) =>
        new TestCaseData(content, expected).SetArgDisplayNames(name);

    // A megabyte of zeros takes a kilobyte: what is compressed is there once, while it comes.
    [Test]
    public void What_a_small_file_makes_of_itself_is_in_memory_once()
    {
        using var folder = new TemporaryFolder();
        const int Size = 64 << 20;
        string path = folder.Write("a", IdxFolder.Compress(IdxFolder.File(0x08, [Size], new byte[Size])));
        Assert.That(new FileInfo(path).Length, Is.LessThan(1 << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(IdxFile.Read(path).Type.Bytes, Is.EqualTo(Size));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(Size + 1_000_000));
    }

    [Test]
    public void What_the_header_does_not_tell_of_is_not_read()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a", IdxFolder.Compress(IdxFolder.File(0x08, [10], new byte[64 << 20])));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(
            () => IdxFile.Read(path), Throws.TypeOf<InvalidDataException>().With.Message.EndsWith("more follows behind its u8[10]"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void Every_damage_is_refused_or_read_and_nothing_else_happens()
    {
        using var folder = new TemporaryFolder();
        byte[] plain = IdxFolder.File(0x0D, [2, 3], [.. Enumerable.Range(0, 24).Select(i => (byte)i)]), packed = IdxFolder.Compress(plain);
        var random = new Random(19);
        foreach (byte[] whole in (byte[][])[plain, packed])
        {
            for (int i = 0; i < 400; i++)
            {
                byte[] damaged = i < whole.Length ? whole[..i] : [.. whole];
                damaged = i < whole.Length ? damaged : [.. damaged, .. new byte[random.Next(3)]];
                for (int n = 0; i >= whole.Length && n < 1 + random.Next(3); n++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }
                string path = folder.Write("a", damaged);
                try
                {
                    IdxFile.Read(path);
                }
                catch (InvalidDataException error) when (error.Message.StartsWith(path, StringComparison.Ordinal))
                {
                    // As documented.
                }
            }
        }
    }

    [Test]
    public void A_folder_or_nothing_is_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => IdxFile.Read(folder["."]), Throws.InstanceOf<IOException>().With.Message.EqualTo($"{folder["."]} is a folder"));
        Assert.That(() => IdxFile.Read(folder["none"]),
            Throws.InstanceOf<IOException>().With.Message.EqualTo($"{folder["none"]}: there is no such file"));
        Assert.That(() => ImageSet.ReadTraining(folder["none"]),
            Throws.InstanceOf<IOException>().With.Message.EqualTo($"{folder["none"]}: there is no such folder"));
    }
}
