using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeuralJit.NN;

/// <summary>
/// Writes the safetensors format: the header in the order of the entries, padded to 8 bytes; the data by falling size of its elements,
/// so that each entry is aligned to them although the format allows no gaps.
/// </summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    // Names stay readable; whoever puts them into a web page has to escape them anyway.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes everything.</summary>
    public static void Write(Stream stream, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        SafetensorsEntry[] placed = [.. entries.OrderByDescending(e => e.DType.Bits)];
        ReadOnlySpan<byte> header = Header(entries, Begins(placed), metadata);
        int padding = -header.Length & (Alignment - 1);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length + padding);
        stream.Write(length);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach (SafetensorsEntry entry in placed)
        {
            ReadOnlySpan<byte> part;
            for (long done = 0; done < entry.ByteLength; done += part.Length)
            {
                part = entry.Data.Part(done);
                stream.Write(part);
            }
        }
    }

    private static Dictionary<SafetensorsEntry, long> Begins(SafetensorsEntry[] placed)
    {
        var begins = new Dictionary<SafetensorsEntry, long>();
        long position = 0;
        foreach (SafetensorsEntry entry in placed)
        {
            begins.Add(entry, position);
            position += entry.ByteLength;
        }
        return begins;
    }

    private static ReadOnlySpan<byte> Header(
        IReadOnlyList<SafetensorsEntry> entries, Dictionary<SafetensorsEntry, long> begins, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }
            json.WriteEndObject();
        }
        foreach (SafetensorsEntry entry in entries)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", entry.DType.FormatName);
            WriteNumbers(json, "shape", entry.Shape.Select(e => (long)e));
            WriteNumbers(json, "data_offsets", [begins[entry], begins[entry] + entry.ByteLength]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }
        json.WriteEndArray();
    }
}
