using System.Globalization;
using System.Text;

namespace NeuralJit;

/// <summary>
/// A file beside the text of a graph, with the constants that the text names by their hash: a line <c>NeuralJit constants 1</c>, a line for
/// each tensor with its hash and type (<c>sha256:0123456789abcdef f32[64,128]</c>), an empty line, and then their elements in this order,
/// little-endian and without gaps.
/// </summary>
public static class ConstantFile
{
    private const string FirstLine = "NeuralJit constants 1";
    private const int LongestLine = 256;

    /// <summary>Writes the constants that the graph's text names by their hash; the file is complete or not there.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Graph graph, GraphTextOptions? options = null)
    {
        int inlineElements = (options ?? new()).InlineElements;
        var constants = new SortedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is ConstantOp { Data: var data } && !ConstantText.IsInline(data, inlineElements))
            {
                constants[ConstantText.HashOf(data)] = data;
            }
        }
        AtomicFile.Write(path, file => Write(file, constants));
    }

    /// <summary>
    /// The constants of a file by their hash, for <see cref="GraphParseOptions.Constants"/>: <c>Load(path).GetValueOrDefault</c>.
    /// </summary>
    /// <exception cref="GraphException">The file is not one of constants, or not whole.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, TensorData> Load(string path)
    {
        using FileStream file = InputFile.Open(path);
        List<(string Hash, TensorType Type)> entries = ReadHeader(file, path);
        Int128 expected = entries.Aggregate((Int128)0, (sum, e) => sum + e.Type.Bytes);
        long found = file.Length - file.Position;
        if (expected != found)
        {
            throw new GraphException(
                $"\"{path}\": the header tells of {expected} bytes of constants, the file has {found}; write it again");
        }
        var constants = new Dictionary<string, TensorData>();
        foreach ((string hash, TensorType type) in entries)
        {
            TensorData data = TensorData.Uninitialized(type);
            Span<byte> part;
            for (long done = 0; done < type.Bytes; done += part.Length)
            {
                part = data.Part(done);
                file.ReadExactly(part);
            }
            if (ConstantText.HashOf(data) != hash)
            {
                throw new GraphException($"\"{path}\": the elements of {hash} {type} are not those that were saved; write the file again");
            }
            constants[hash] = data;
        }
        return constants;
    }

    private static void Write(Stream file, SortedDictionary<string, TensorData> constants)
    {
        var header = new StringBuilder(FirstLine + "\n");
        foreach ((string hash, TensorData data) in constants)
        {
            header.Append(CultureInfo.InvariantCulture, $"{hash} {data.Type}\n");
        }
        file.Write(Encoding.UTF8.GetBytes(header.Append('\n').ToString()));
        foreach (TensorData data in constants.Values)
        {
            ReadOnlySpan<byte> part;
            for (long done = 0; done < data.Type.Bytes; done += part.Length)
            {
                part = data.Part(done);
                file.Write(part);
            }
        }
    }

    private static List<(string Hash, TensorType Type)> ReadHeader(FileStream file, string path)
    {
        if (ReadLine(file) != FirstLine)
        {
            throw new GraphException($"\"{path}\" is no file of constants: its first line is not \"{FirstLine}\"");
        }
        var entries = new List<(string, TensorType)>();
        while (ReadLine(file) is var line && line?.Length != 0)
        {
            string place = $"\"{path}\", line {entries.Count + 2}";
            (string Hash, TensorType Type) entry = ParseEntry(line)
                ?? throw new GraphException(
                    $"{place}: expected a hash and a type such as "
                    + $"sha256:0123456789abcdef f32[64,128]; the file is damaged, write it again");
            entries.Add(entry.Type.Shape.Count <= TensorData.MostElements
                ? entry
                : throw new GraphException(
                    $"{place}: {entry.Type} has {entry.Type.Shape.Count} elements; "
                    + $"a tensor in memory has at most {TensorData.MostElements}"));
        }
        return entries;
    }

    private static (string Hash, TensorType Type)? ParseEntry(string? line)
    {
        int space = line?.IndexOf(' ') ?? -1;
        return space > 0 && ConstantText.Hash("#" + line![..space]) is { } hash && AttributeText.Type(line.AsSpan(space + 1)) is { } type
            ? (hash, type)
            : null;
    }

    // Null at the end of the file and where a line is longer than any that was written.
    private static string? ReadLine(FileStream file)
    {
        var line = new StringBuilder();
        for (int next = file.ReadByte(); line.Length < LongestLine; next = file.ReadByte())
        {
            if (next is < 0 or '\n')
            {
                return next < 0 ? null : line.ToString();
            }
            line.Append((char)next);
        }
        return null;
    }
}
