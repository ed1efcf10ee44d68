using System.Buffers.Binary;
using System.Text.Json;

namespace NeuralJit.NN.Tests.Oracle;

/// <summary>Finds the cases: those that lie in this project, and the whole collection where it is present.</summary>
internal static class OracleFiles
{
    private static readonly Lazy<OracleCase[]> EmbeddedCases = new(LoadEmbedded);
    private static readonly Lazy<OracleCase[]> CollectedCases = new(LoadCollection);

    /// <summary>The cases that lie in this project.</summary>
    public static IReadOnlyList<OracleCase> Embedded => EmbeddedCases.Value;

    /// <summary>The cases of the collection, none when it is not there.</summary>
    public static IReadOnlyList<OracleCase> Collection => CollectedCases.Value;

    /// <summary>The folder of the collection (NEURALJIT_ORACLE, or shared/oracle/layers beside the repository), or null.</summary>
    public static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("NEURALJIT_ORACLE") is { Length: > 0 } chosen)
            {
                return chosen;
            }
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, "shared", "oracle", "layers");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
            return null;
        }
    }

    private static OracleCase[] LoadEmbedded()
    {
        using Stream stream = typeof(OracleFiles).Assembly.GetManifestResourceStream("vectors.json")!;
        using JsonDocument json = JsonDocument.Parse(stream);
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(c => OracleCase.Parse(c.Clone(), ReadInline))];
    }

    private static OracleCase[] LoadCollection()
    {
        if (Folder is not { } folder)
        {
            return [];
        }
        var files = new Dictionary<string, Safetensors>();
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases", "manifest.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Where(IsSupported).Select(c => OracleCase.Parse(c.Clone(), (tensor, key) =>
        {
            if (!tensor.TryGetProperty(key == "data" ? "tensor" : key, out JsonElement name))
            {
                return null;
            }
            string family = c.GetProperty("family").GetString()!;
            if (!files.TryGetValue(family, out Safetensors? file))
            {
                files[family] = file = new Safetensors(Path.Combine(folder, "cases", family + ".safetensors"));
            }
            return file.Read(name.GetString()!);
        }))];
    }

    private static bool IsSupported(JsonElement json) =>
        OracleModels.Supports(json.GetProperty("family").GetString()!, json.GetProperty("op").GetString()!, json.GetProperty("attrs"));

    private static double[]? ReadInline(JsonElement tensor, string key) =>
        tensor.TryGetProperty(key, out JsonElement values) ? [.. values.EnumerateArray().Select(v => (double)v.GetSingle())] : null;

    /// <summary>The little of the safetensors format that these files use.</summary>
    private sealed class Safetensors
    {
        private readonly byte[] bytes;
        private readonly JsonElement header;
        private readonly int start;

        public Safetensors(string path)
        {
            bytes = File.ReadAllBytes(path);
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(sizeof(long), length));
            header = json.RootElement.Clone();
            start = sizeof(long) + length;
        }

        public double[] Read(string name)
        {
            JsonElement entry = header.GetProperty(name);
            int from = start + entry.GetProperty("data_offsets")[0].GetInt32(), to = start + entry.GetProperty("data_offsets")[1].GetInt32();
            bool isFloat = entry.GetProperty("dtype").GetString() == "F32";
            int size = isFloat ? sizeof(float) : sizeof(long);
            double[] values = new double[(to - from) / size];
            for (int i = 0; i < values.Length; i++)
            {
                ReadOnlySpan<byte> at = bytes.AsSpan(from + (i * size));
                values[i] = isFloat ? BinaryPrimitives.ReadSingleLittleEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at);
            }
            return values;
        }
    }
}
