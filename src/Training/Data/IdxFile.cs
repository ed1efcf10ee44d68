using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace NeuralJit.Training;

/// <summary>
/// Reads the IDX format, in which MNIST and its relatives are published: two zero bytes, the element type, the number of dimensions, the
/// extents, and the elements, all big-endian. Files compressed with gzip are recognised by their content.
/// </summary>
public static class IdxFile
{
    // Images of this size are another kind of task.
    private const long MostBytes = 1L << 33;

    // Deflate makes at most 1032 bytes of one (RFC 1951: 258 bytes by two codes of one bit each).
    private const long MostInflation = 1032;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">The file is not as the format says; the message names the file and the reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TensorData Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = InputFile.Open(path);
        using Stream content = IsCompressed(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            return Read(path, content, most: content is GZipStream ? file.Length * MostInflation : file.Length);
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw Malformed(path, $"its compressed content is damaged: {error.Message}", error);
        }
    }

    private static bool IsCompressed(FileStream file)
    {
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return compressed;
    }

    private static TensorData Read(string path, Stream content, long most)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(path, content, magic);
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw Malformed(path, "it does not begin with two zero bytes");
        }
        DType dtype = TypeOf(magic[2]) ?? throw Malformed(path, $"0x{magic[2]:X2} is no element type");
        int rank = magic[3] <= Shape.MaxRank
            ? magic[3]
            : throw Malformed(path, $"it claims {magic[3]} dimensions; a tensor has at most {Shape.MaxRank}");
        Span<byte> extents = stackalloc byte[Shape.MaxRank * sizeof(int)];
        ReadHeader(path, content, extents[..(rank * sizeof(int))]);
        var type = new TensorType(dtype, ShapeOf(path, extents[..(rank * sizeof(int))]));
        if (type.Shape.Count > TensorData.MostElements)
        {
            throw Malformed(path, $"it claims {type}, {type.Shape.Count} elements; a tensor has at most {TensorData.MostElements}");
        }
        if (type.Bytes > MostBytes)
        {
            throw Malformed(path, $"it claims {type}, {type.Bytes} bytes, which is more than can be read ({MostBytes})");
        }
        TensorData data = ReadElements(path, content, type, most);
        FromBigEndian(data);
        return data;
    }

    private static void ReadHeader(string path, Stream content, Span<byte> bytes)
    {
        if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Malformed(path, "it ends within the header");
        }
    }

    private static DType? TypeOf(byte code) => code switch
    {
        0x08 => DType.UInt8,
        0x09 => DType.Int8,
        0x0B => DType.Int16,
        0x0C => DType.Int32,
        0x0D => DType.Float32,
        0x0E => DType.Float64,
        _ => null,
    };

    private static Shape ShapeOf(string path, ReadOnlySpan<byte> bytes)
    {
        int[] extents = new int[bytes.Length / sizeof(int)];
        for (int i = 0; i < extents.Length; i++)
        {
            extents[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(i * sizeof(int))..]);
        }
        try
        {
            return Shape.Create(extents);
        }
        catch (ShapeException error)
        {
            throw Malformed(path, error.Message, error);
        }
    }

    /// <summary>
    /// The elements as they lie in the file. Memory is taken only for what the file can hold (<paramref name="most"/> bytes), and filled as
    /// it comes: what is compressed is never there twice, and what the header does not tell of is not read.
    /// </summary>
    private static TensorData ReadElements(string path, Stream content, TensorType type, long most)
    {
        TensorData? data = type.Bytes <= most ? TensorData.Uninitialized(type) : null;
        byte[] unused = data is null ? new byte[1 << 16] : [];
        for (long count = 0; count < type.Bytes;)
        {
            int got = content.Read(data is null ? unused : data.Part(count));
            if (got == 0)
            {
                throw Malformed(path, $"it claims {type}, {type.Bytes} bytes, and ends after {count} of them");
            }
            count += got;
        }
        return data is not null && content.ReadByte() < 0 ? data : throw Malformed(path, $"more follows behind its {type}");
    }

    private static void FromBigEndian(TensorData data)
    {
        Span<byte> part;
        for (long done = 0; BitConverter.IsLittleEndian && done < data.Type.Bytes; done += part.Length)
        {
            part = data.Part(done);
            Reverse(part, data.DType.Size);
        }
    }

    private static void Reverse(Span<byte> elements, int size)
    {
        switch (size)
        {
            case sizeof(short):
                Span<short> halves = MemoryMarshal.Cast<byte, short>(elements);
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
            case sizeof(int):
                Span<int> singles = MemoryMarshal.Cast<byte, int>(elements);
                BinaryPrimitives.ReverseEndianness(singles, singles);
                break;
            case sizeof(long):
                Span<long> doubles = MemoryMarshal.Cast<byte, long>(elements);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
        }
    }

    private static InvalidDataException Malformed(string path, string reason, Exception? cause = null) =>
        new($"{path}: not a valid IDX file: {reason}", cause);
}
