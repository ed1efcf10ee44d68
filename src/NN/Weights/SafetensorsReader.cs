using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace NeuralJit.NN;

/// <summary>
/// Reads safetensors files. All that a header claims is checked against the file's length before memory is allocated for it.
/// </summary>
internal static class SafetensorsReader
{
    // The limit of the format's own reader.
    private const int LongestHeader = 100_000_000;
    private const int LengthBytes = sizeof(ulong);

    /// <summary>Reads a whole file.</summary>
    public static (SafetensorsEntry[] Entries, Dictionary<string, string> Metadata) Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        SafeFileHandle file = stream.SafeFileHandle;
        long length = stream.Length;
        byte[] json = ReadHeader(file, path, length);
        SafetensorsHeader header = SafetensorsHeader.Parse(path, json);
        int start = LengthBytes + json.Length;
        CheckPlaces(path, header.Slots, length - start);
        var entries = new SafetensorsEntry[header.Slots.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            SafetensorsSlot slot = header.Slots[i];
            SafetensorsEntry entry = entries[i] = SafetensorsEntry.Allocate(slot.Name, slot.DType, slot.Shape);
            Span<byte> part;
            for (long done = 0; done < entry.ByteLength; done += part.Length)
            {
                part = entry.Memory.Part(done);
                Fill(file, path, part, start + slot.Begin + done);
                MakeBooleans(entry.DType, part);
            }
        }
        return (entries, header.Metadata);
    }

    private static byte[] ReadHeader(SafeFileHandle file, string path, long length)
    {
        if (length < LengthBytes)
        {
            throw SafetensorsText.Malformed(path, $"it has {length} bytes, not even the {LengthBytes} of the header's length");
        }
        Span<byte> prefix = stackalloc byte[LengthBytes], first = stackalloc byte[1];
        Fill(file, path, prefix, 0);
        if (OtherFormat(prefix) is { } format
            && !(length > LengthBytes && RandomAccess.Read(file, first, LengthBytes) == 1 && first[0] == '{'))
        {
            throw SafetensorsText.Malformed(path, format);
        }
        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (claimed > LongestHeader)
        {
            throw SafetensorsText.Malformed(path, $"it claims a header of {claimed} bytes; the format allows {LongestHeader}");
        }
        if ((long)claimed > length - LengthBytes)
        {
            throw SafetensorsText.Malformed(
                path, $"it claims a header of {claimed} bytes, but only {length - LengthBytes} follow: it is truncated");
        }
        byte[] json = new byte[claimed];
        Fill(file, path, json, LengthBytes);
        return json;
    }

    // What people have beside safetensors, by its first bytes. They can be the length of a header too; but then the header begins with a
    // brace.
    private static string? OtherFormat(ReadOnlySpan<byte> prefix) => prefix switch
    {
        _ when prefix.StartsWith("PK\x3\x4"u8) || prefix is [0x80, >= 2 and <= 5, ..] =>
            "it looks like what torch.save writes (a zip file or a pickle), which holds Python objects; convert it in Python: "
            + "safetensors.torch.save_file(torch.load(\"model.pt\", map_location=\"cpu\"), \"model.safetensors\") for a state_dict",
        _ => null,
    };

    /// <summary>Checks that the entries cover the data: each byte belongs to exactly one of them.</summary>
    private static void CheckPlaces(string path, List<SafetensorsSlot> slots, long available)
    {
        long covered = 0;
        string last = "";
        foreach (SafetensorsSlot slot in slots.OrderBy(s => s.Begin).ThenBy(s => s.End))
        {
            string name = SafetensorsText.Quote(slot.Name);
            if (slot.Begin < covered)
            {
                throw SafetensorsText.Malformed(path, $"entries {last} and {name} overlap at byte {slot.Begin} of the data");
            }
            if (slot.Begin > covered)
            {
                throw SafetensorsText.Malformed(
                    path, $"entry {name} begins at byte {slot.Begin} of the data, and no entry covers the bytes from {covered} to there");
            }
            if (slot.End > available)
            {
                throw SafetensorsText.Malformed(
                    path, $"entry {name} ends at byte {slot.End} of the data, of which the file has {available}: it is truncated (the "
                        + $"entry takes {slot.End - slot.Begin} bytes)");
            }
            (covered, last) = (slot.End, name);
        }
        if (covered < available)
        {
            throw SafetensorsText.Malformed(path, $"{available - covered} bytes behind the last entry belong to none");
        }
    }

    private static void Fill(SafeFileHandle file, string path, Span<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(file, bytes, position);
            if (count == 0)
            {
                throw SafetensorsText.Malformed(path, $"it ended at byte {position} while it was read");
            }
            bytes = bytes[count..];
            position += count;
        }
    }

    // A bool of .NET with other bits than 0 and 1 is neither true nor false.
    private static void MakeBooleans(SafetensorsDType dtype, Span<byte> bytes)
    {
        if (dtype == SafetensorsDType.Bool)
        {
            foreach (ref byte value in bytes)
            {
                value = Math.Min(value, (byte)1);
            }
        }
    }
}
