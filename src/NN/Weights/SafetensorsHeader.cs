using System.Text.Json;
using System.Text.Unicode;

namespace NeuralJit.NN;

/// <summary>
/// The header of a safetensors file: <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}</c>, with texts under
/// <c>__metadata__</c>. Nothing here allocates more than the header's own size asks for.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataName = "__metadata__";

    private readonly string path;
    private readonly HashSet<string> names = [];

    private SafetensorsHeader(string path) => this.path = path;

    /// <summary>The entries in the order of the header.</summary>
    public List<SafetensorsSlot> Slots { get; } = [];

    /// <summary>The texts under <c>__metadata__</c>.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Reads a header; <paramref name="path"/> is for messages.</summary>
    /// <exception cref="InvalidDataException">The header is not as the format says.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json)
    {
        var header = new SafetensorsHeader(path);
        if (!Utf8.IsValid(json))
        {
            throw header.Malformed("the header is not UTF-8");
        }
        if (json.IsEmpty || json[0] != '{')
        {
            throw header.Malformed("the header is no JSON object: it does not begin with '{'");
        }
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                header.ReadProperty(ref reader);
            }
            // Whatever follows the object but white space is an error of JSON.
            reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The reader says the latter of escapes that make no characters.
            throw SafetensorsText.Malformed(path, $"the header is no valid JSON: {error.Message}", error);
        }
        return header;
    }

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        string name = reader.GetString()!;
        if (!names.Add(name))
        {
            throw Malformed($"entry {SafetensorsText.Quote(name)} occurs twice in the header");
        }
        reader.Read();
        if (name == MetadataName)
        {
            ReadMetadata(ref reader);
        }
        else
        {
            Slots.Add(ReadSlot(ref reader, name));
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed(MetadataName, "is no object of texts");
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Malformed(MetadataName, $"the value of {SafetensorsText.Quote(key)} is no text");
            }
            if (!Metadata.TryAdd(key, reader.GetString()!))
            {
                throw Malformed(MetadataName, $"{SafetensorsText.Quote(key)} occurs twice");
            }
        }
    }

    private SafetensorsSlot ReadSlot(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed(name, "is no object with dtype, shape and data_offsets");
        }
        SafetensorsDType? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            if ((key == "dtype" && dtype is not null) || (key == "shape" && shape is not null)
                || (key == "data_offsets" && offsets is not null))
            {
                throw Malformed(name, $"{key} occurs twice");
            }
            reader.Read();
            switch (key)
            {
                case "dtype":
                    dtype = ReadDType(ref reader, name);
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, name, key, Shape.MaxRank);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, name, key, 2);
                    break;
                default:
                    // The format's own reader ignores what it does not know.
                    reader.Skip();
                    break;
            }
        }
        return MakeSlot(
            name,
            dtype ?? throw Malformed(name, "has no dtype"),
            shape ?? throw Malformed(name, "has no shape"),
            offsets ?? throw Malformed(name, "has no data_offsets"));
    }

    private SafetensorsDType ReadDType(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Malformed(name, "dtype is no text");
        }
        string text = reader.GetString()!;
        return SafetensorsDTypes.Parse(text) ?? throw Malformed(name, $"dtype {SafetensorsText.Quote(text)} is unknown");
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, string key, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Malformed(name, $"{key} is no list of numbers");
        }
        var numbers = new List<long>(capacity: 4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Malformed(name, $"{key} holds something else than whole numbers from 0 to 2^63 - 1");
            }
            if (numbers.Count == most)
            {
                throw Malformed(name, $"{key} has more than {most} numbers");
            }
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private SafetensorsSlot MakeSlot(string name, SafetensorsDType dtype, long[] extents, long[] offsets)
    {
        if (offsets is not [var begin, var end])
        {
            throw Malformed(name, "data_offsets needs two numbers: begin and end");
        }
        string Type() => $"{dtype.FormatName}[{string.Join(',', extents)}]";
        Shape shape = ShapeOf(extents)
            ?? throw Malformed(name, $"{Type()} is more than a tensor can be: extents and elements up to {int.MaxValue}");
        long bytes = SafetensorsEntry.ByteCount(dtype, shape)
            ?? throw Malformed(name, $"{Type()} does not fill its last byte");
        if (SafetensorsEntry.Excess(dtype, shape, bytes) is { } excess)
        {
            throw Malformed(name, $"{Type()} has {excess}");
        }
        if (begin > end)
        {
            throw Malformed(name, $"data_offsets [{begin}, {end}] end before they begin");
        }
        if (end - begin != bytes)
        {
            throw Malformed(name, $"{Type()} takes {bytes} bytes, data_offsets [{begin}, {end}] have {end - begin}");
        }
        return new SafetensorsSlot(name, dtype, shape, begin, end);
    }

    private static Shape? ShapeOf(long[] extents)
    {
        if (Array.Exists(extents, e => e > int.MaxValue))
        {
            return null;
        }
        try
        {
            return Shape.Create([.. extents.Select(e => (int)e)]);
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    private InvalidDataException Malformed(string entry, string reason) => Malformed($"entry {SafetensorsText.Quote(entry)}: {reason}");

    private InvalidDataException Malformed(string reason) => SafetensorsText.Malformed(path, reason);
}

/// <summary>Where an entry lies, as the header says: from <paramref name="Begin"/> to <paramref name="End"/> behind the header.</summary>
internal sealed record SafetensorsSlot(string Name, SafetensorsDType DType, Shape Shape, long Begin, long End);
