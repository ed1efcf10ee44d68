using System.Text;

namespace NeuralJit.NN;

/// <summary>
/// A file of named tensors in the safetensors format (https://github.com/huggingface/safetensors): what PyTorch's world exchanges weights
/// in. An entry can have as many elements as a tensor in memory, <see cref="TensorData.MostElements"/>, or bytes if tensors do not have its
/// type.
/// </summary>
public sealed class SafetensorsFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, SafetensorsEntry> byName;

    private SafetensorsFile(string path, SafetensorsEntry[] entries, Dictionary<string, string> metadata)
    {
        Path = path;
        Entries = entries;
        Metadata = metadata;
        byName = entries.ToDictionary(e => e.Name);
    }

    /// <summary>Where it was read.</summary>
    public string Path { get; }

    /// <summary>The entries in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The texts that the header holds beside the entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The entry with this name, or null.</summary>
    public SafetensorsEntry? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The same entries under other names; the memory is shared, not copied.</summary>
    /// <param name="rename">The new name of an entry, or null to leave it out.</param>
    /// <exception cref="GraphException">Two entries would have the same name.</exception>
    public SafetensorsFile Rename(Func<string, string?> rename)
    {
        ArgumentNullException.ThrowIfNull(rename);
        var renamed = new Dictionary<string, SafetensorsEntry>();
        foreach (SafetensorsEntry entry in Entries)
        {
            if (rename(entry.Name) is { } name && !renamed.TryAdd(name, entry))
            {
                throw new GraphException(
                    $"{Path}: rename gives the name {SafetensorsText.Quote(name)} to the entries "
                    + $"{SafetensorsText.Quote(renamed[name].Name)} and {SafetensorsText.Quote(entry.Name)}");
            }
        }
        return new SafetensorsFile(Path, [.. renamed.Select(e => e.Value.WithName(e.Key))], new Dictionary<string, string>(Metadata));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is not as the format says; the message names the file, the entry and the reason.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        (SafetensorsEntry[] entries, Dictionary<string, string> metadata) = SafetensorsReader.Read(path);
        return new SafetensorsFile(path, entries, metadata);
    }

    /// <summary>Writes a file: to a temporary one in the same folder, which takes the file's place when it is complete.</summary>
    /// <exception cref="GraphException">Two entries have the same name, or a name is no text that a file can hold.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there before is as it was.</exception>
    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        SafetensorsEntry[] all = [.. entries];
        metadata ??= new Dictionary<string, string>();
        CheckNames(all);
        foreach (string text in all.Select(e => e.Name).Concat(metadata.Keys).Concat(metadata.Values))
        {
            CheckText(text);
        }
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, all, metadata));
    }

    private static void CheckNames(SafetensorsEntry[] entries)
    {
        var names = new HashSet<string> { SafetensorsHeader.MetadataName };
        foreach (SafetensorsEntry entry in entries)
        {
            if (!names.Add(entry.Name))
            {
                throw new GraphException(entry.Name == SafetensorsHeader.MetadataName
                    ? $"safetensors: an entry cannot have the name {entry.Name}, which the format keeps for texts"
                    : $"safetensors: two entries have the name {SafetensorsText.Quote(entry.Name)}");
            }
        }
    }

    private static void CheckText(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new GraphException($"safetensors: {SafetensorsText.Quote(text)} is no valid text: {error.Message}", error);
        }
    }
}
