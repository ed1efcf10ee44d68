using System.Text;
using System.Text.Json;
using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>Files that are not as the format says are refused, with file, entry and reason.</summary>
public sealed class MalformedFileTests
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

    private static IEnumerable<TestCaseData> Malformed =>
    [
        Row("zip file of torch.save", [(byte)'P', (byte)'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0], "looks like what torch.save writes"),
        Row("pickle of torch.save", [0x80, 2, (byte)'}', (byte)'q', 0, (byte)'X', 1, 0, 0], "safetensors.torch.save_file(torch.load("),
        Row("pickle without an end", [0x80, 4, 0, 0, 0, 0, 0, 0], "looks like what torch.save writes"),
        Row("empty", [], "0 bytes"),
        Row("shorter than the length", [2, 0, 0], "3 bytes"),
        Row("header over the limit", RawFile.Of("{}"u8.ToArray(), 0, 100_000_001),
            "claims a header of 100000001 bytes; the format allows 100000000"),
        Row("header of 2^63 and more", RawFile.Of("{}"u8.ToArray(), 0, (1UL << 63) + 7), "the format allows"),
        Row("header longer than the file", RawFile.Of("{}"u8.ToArray(), 0, 3), "only 2 follow: it is truncated"),
        Row("no header", RawFile.Of("", 0), "does not begin with '{'"),
        Row("header of spaces", RawFile.Of("  {}", 0), "does not begin with '{'"),
        Row("header is an array", RawFile.Of("[]", 0), "does not begin with '{'"),
        Row("header is cut", RawFile.Of("{\"a\":", 0), "no valid JSON"),
        Row("header goes on", RawFile.Of("{}{}", 0), "no valid JSON"),
        Row("header with a comment", RawFile.Of("{/**/}", 0), "no valid JSON"),
        Row("header with a comma too many", RawFile.Of($"{{{A},}}", 4), "no valid JSON"),
        Row("header is not UTF-8", RawFile.Of([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], 0), "not UTF-8"),
        Row("name with half a character", RawFile.Of("{\"\\ud800\":{}}", 0), "no valid JSON"),
        Row("nesting without end", RawFile.Of("{\"a\":{\"x\":" + new string('[', 100_000), 0), "no valid JSON"),
        Row("entry is a number", RawFile.Of("{\"a\":1}", 0), "entry \"a\": is no object"),
        Row("entry without dtype", RawFile.Of("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "entry \"a\": has no dtype"),
        Row("entry without shape", RawFile.Of("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4), "entry \"a\": has no shape"),
        Row("entry without offsets", RawFile.Of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4), "entry \"a\": has no data_offsets"),
        Row("unknown dtype", RawFile.Of($"{{{RawFile.Entry("a", "f32", "[1]", "[0,4]")}}}", 4), "dtype \"f32\" is unknown"),
        Row("dtype is a number", RawFile.Of("{\"a\":{\"dtype\":32}}", 0), "dtype is no text"),
        Row("shape is a number", RawFile.Of($"{{{RawFile.Entry("a", "F32", "1", "[0,4]")}}}", 4), "shape is no list of numbers"),
        Row("shape with a fraction", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[1.0]", "[0,4]")}}}", 4),
            "shape holds something else than whole numbers"),
        Row("shape with a negative extent", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[-1]", "[0,4]")}}}", 4),
            "shape holds something else"),
        Row("shape with a text", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[\"1\"]", "[0,4]")}}}", 4), "shape holds something else"),
        Row("shape beyond 64 bits", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[18446744073709551617]", "[0,4]")}}}", 4),
            "shape holds something else"),
        Row("shape whose product overflows", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[4611686018427387904,8]", "[0,4]")}}}", 4),
            "more than a tensor can be"),
        Row("more elements than memory holds", TooMany("U8"), "U8[2147483647] has 2147483647 elements; an entry can have up to"),
        Row("more bytes than memory holds", TooMany("F8_E4M3"), "F8_E4M3[2147483647] has 2147483647 bytes; an entry can have up to"),
        Row("shape whose product is 0 modulo 2^64", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[65536,65536,65536,65536]", "[0,0]")}}}", 0),
            "more than a tensor can be"),
        Row("shape of 17 dimensions",
            RawFile.Of($"{{{RawFile.Entry("a", "U8", $"[{string.Join(',', Enumerable.Repeat(1, 17))}]", "[0,1]")}}}", 1),
            "shape has more than 16 numbers"),
        Row("entry beyond 2 GB", RawFile.Of($"{{{RawFile.Entry("a", "F64", "[300000000]", "[0,2400000000]")}}}", 0),
            "takes 2400000000 bytes"),
        Row("one offset", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[1]", "[0]")}}}", 4), "data_offsets needs two numbers"),
        Row("three offsets", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[1]", "[0,4,4]")}}}", 4), "data_offsets has more than 2 numbers"),
        Row("end before begin", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[1]", "[4,0]")}}}", 4),
            "data_offsets [4, 0] end before they begin"),
        Row("offsets of another size", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[2]", "[0,4]")}}}", 4),
            "F32[2] takes 8 bytes, data_offsets [0, 4] have 4"),
        Row("half a byte", RawFile.Of($"{{{RawFile.Entry("a", "F4", "[3]", "[0,2]")}}}", 2), "F4[3] does not fill its last byte"),
        Row("entry twice", RawFile.Of($"{{{A},{A}}}", 4), "entry \"a\" occurs twice"),
        Row("dtype twice", RawFile.Of("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0), "entry \"a\": dtype occurs twice"),
        Row("entries overlap", RawFile.Of($"{{{RawFile.Entry("a", "F32", "[2]", "[0,8]")},{RawFile.Entry("b", "F32", "[2]", "[4,12]")}}}",
            12), "entries \"a\" and \"b\" overlap at byte 4"),
        Row("a hole", RawFile.Of($"{{{A},{RawFile.Entry("b", "F32", "[1]", "[8,12]")}}}", 12),
            "entry \"b\" begins at byte 8 of the data, and no entry covers the bytes from 4"),
        Row("a hole at the start", RawFile.Of($"{{{RawFile.Entry("b", "F32", "[1]", "[4,8]")}}}", 8), "no entry covers the bytes from 0"),
        Row("too few data", RawFile.Of($"{{{A}}}", 3), "entry \"a\" ends at byte 4 of the data, of which the file has 3: it is truncated"),
        Row("too much data", RawFile.Of($"{{{A}}}", 9), "5 bytes behind the last entry belong to none"),
        Row("metadata is a list", RawFile.Of("{\"__metadata__\":[]}", 0), "entry \"__metadata__\": is no object of texts"),
        Row("metadata with a number", RawFile.Of("{\"__metadata__\":{\"k\":1}}", 0), "the value of \"k\" is no text"),
        Row("metadata with a key twice", RawFile.Of("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0), "\"k\" occurs twice"),
        Row("metadata twice", RawFile.Of("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "occurs twice"),
    ];

    [TestCaseSource(nameof(Malformed))]
    public void Is_refused(byte[] content, string reason)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("weights.safetensors", content);
        Assert.That(() => SafetensorsFile.Read(path), Throws.TypeOf<InvalidDataException>()
            .With.Message.Contains(reason).And.Message.StartsWith(path + ": not a valid safetensors file: "));
    }

    [TestCaseSource(nameof(SharedFiles))]
    public void Shared_file(string name, bool accepted)
    {
        string path = SharedFolder.Find("hostile", name);
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (accepted)
        {
            Assert.That(SafetensorsFile.Read(path).Entries.Count,
                Is.GreaterThanOrEqualTo(name.Contains("no_tensors", StringComparison.Ordinal) ? 0 : 1));
        }
        else
        {
            Assert.That(() => SafetensorsFile.Read(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(name));
        }
        Assert.That(
            GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000), "nothing is allocated on the word of a header");
    }

    [Test]
    public void Names_in_messages_are_short_and_obey_no_terminal()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.safetensors", RawFile.Of($"{{\"\\u001b[31m{new string('x', 10_000)}\":1}}", 0));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path))!;
        Assert.That(error.Message, Has.Length.LessThan(500).And.Not.Contain("\u001b"));
    }

    [Test]
    public void A_header_whose_length_begins_like_a_pickle_is_read()
    {
        using var folder = new TemporaryFolder();
        string header = $"{{{A}}}".PadRight(0x0280);
        Assert.That(SafetensorsFile.Read(folder.Write("a.safetensors", RawFile.Of(header, 4))).Entries, Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_no_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => SafetensorsFile.Read(folder["none"]), Throws.InstanceOf<IOException>().With.Message.Contains("none"));
        Assert.That(() => SafetensorsFile.Read(folder["."]), Throws.InstanceOf<UnauthorizedAccessException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public void Unknown_keys_padding_and_escapes_are_accepted()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.safetensors", RawFile.Of(
            "{\"\\u0441.\\\"\":{\"shape\":[],\"note\":{\"deep\":[1,{}]},\"data_offsets\":[0,2],"
            + "\"dtype\":\"BF16\"},\"__metadata__\":{}}  \n ", 2));
        SafetensorsEntry entry = SafetensorsFile.Read(path).Entries.Single();
        Assert.That((entry.Name, entry.DType, entry.Shape), Is.EqualTo(("с.\"", SafetensorsDType.BF16, Shape.Scalar)));
    }

    private static IEnumerable<TestCaseData> SharedFiles()
    {
        const string List = "expected.json";
        if (SharedFolder.TryFind("hostile", List) is not { } path)
        {
            return [new TestCaseData(List, false).SetArgDisplayNames("none")];
        }
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.EnumerateObject().Where(f => f.Name.EndsWith(".safetensors", StringComparison.Ordinal))
            .Select(f => new TestCaseData(f.Name, f.Value.GetProperty("expect").GetString() == "accept").SetArgDisplayNames(f.Name))];
    }

    private static byte[] TooMany(string dtype) => RawFile.Of($"{{{RawFile.Entry("a", dtype, "[2147483647]", "[0,2147483647]")}}}", 0);

    private static TestCaseData Row(string name, byte[] content, string reason) =>
        new TestCaseData(content, reason).SetArgDisplayNames(name);
}
