using System.Text.Json;
using NeuralJit.NN;

namespace NeuralJit.Oracle.Tests;

/// <summary>Reads folders of cases: <c>…/cases/manifest.json</c> with one safetensors file per family beside it.</summary>
internal static class OracleFolder
{
    /// <summary>The cases that lie in this project.</summary>
    public static string Own => Path.Combine(AppContext.BaseDirectory, "Vectors");

    /// <summary>The folder that NEURALJIT_ORACLE names, or shared/oracle beside the repository; null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("NEURALJIT_ORACLE") is { Length: > 0 } chosen)
        {
            return Directory.Exists(chosen)
                ? chosen
                : throw new DirectoryNotFoundException($"NEURALJIT_ORACLE is {chosen}, which is no folder");
        }
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "oracle");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }

    /// <summary>All cases of a folder or of its subfolders.</summary>
    public static OracleCase[] Read(string folder) =>
        [.. Directory.GetFiles(folder, "manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(ReadManifest)];

    private static IEnumerable<OracleCase> ReadManifest(string manifest)
    {
        // Python writes infinities and NaN, which JSON does not have: numbers that overflow become infinities.
        string text = File.ReadAllText(manifest).Replace("Infinity", "1e999", StringComparison.Ordinal)
            .Replace(": NaN", ": null", StringComparison.Ordinal);
        string folder = Path.GetDirectoryName(manifest)!;
        var files = new Dictionary<string, SafetensorsFile>();
        foreach (JsonElement row in JsonDocument.Parse(text).RootElement.GetProperty("cases").EnumerateArray())
        {
            string family = row.GetProperty("family").GetString()!;
            if (!files.TryGetValue(family, out SafetensorsFile? file))
            {
                files[family] = file = SafetensorsFile.Read(Path.Combine(folder, family + ".safetensors"));
            }
            yield return new OracleCase(
                row.GetProperty("id").GetString()!, family, row.GetProperty("op").GetString()!, row.GetProperty("attrs"),
                Tensors(row, "inputs", file), Tensors(row, "outputs", file), row.GetProperty("f32_err").GetDouble(),
                    row.GetProperty("f32_grad_err").GetDouble());
        }
    }

    private static OracleTensor[] Tensors(JsonElement row, string key, SafetensorsFile file) =>
        [.. row.GetProperty(key).EnumerateArray().Select(t =>
        new OracleTensor(t.GetProperty("name").GetString()!, Typed(Load(file, t, "tensor")!, t.GetProperty("dtype").GetString()!),
            Load(file, t, "grad"), Load(file, t, "upstream")))];

    private static TensorData? Load(SafetensorsFile file, JsonElement tensor, string key) =>
        tensor.TryGetProperty(key, out JsonElement name)
        ? file.Find(name.GetString()!)?.ToTensor() ?? throw new InvalidDataException($"{file.Path} has no tensor {name}")
        : null;

    // Booleans may be stored as bytes.
    private static TensorData Typed(TensorData data, string dtype)
    {
        if (dtype != "bool" || data.DType == DType.Bool)
        {
            return data;
        }
        bool[] flags = [.. data.Span<byte>().ToArray().Select(b => b != 0)];
        return TensorData.From<bool>(data.Shape, flags);
    }
}
