using System.Buffers.Binary;
using System.Text.Json;

namespace NeuralJit.Tests;

/// <summary>Sample cases of PyTorch's own op tests with the results and gradients that PyTorch computes; they lie beside the repository, where they do.</summary>
internal sealed class Oracle
{
    private readonly byte[] bytes;
    private readonly JsonElement header;
    private readonly int start;

    private Oracle(string folder)
    {
        // Python writes infinities, which JSON does not have; no case that is used here needs them.
        string manifest = File.ReadAllText(Path.Combine(folder, "manifest.json")).Replace("-Infinity", "null", StringComparison.Ordinal)
            .Replace("Infinity", "null", StringComparison.Ordinal).Replace("NaN", "null", StringComparison.Ordinal);
        Cases = [.. JsonDocument.Parse(manifest).RootElement.GetProperty("cases").EnumerateArray()];
        bytes = File.ReadAllBytes(Path.Combine(folder, "opinfo.safetensors"));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        start = 8 + length;
        header = JsonDocument.Parse(bytes.AsMemory(8, length)).RootElement;
    }

    public IReadOnlyList<JsonElement> Cases { get; }

    /// <summary>The cases in ../shared above the repository, or in the folder that NEURALJIT_ORACLE names; null where there are none.</summary>
    public static Oracle? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string oracle = Environment.GetEnvironmentVariable("NEURALJIT_ORACLE") ?? Path.Combine(folder.FullName, "shared", "oracle");
            string cases = Path.Combine(oracle, "pytorch-tests", "cases");
            if (File.Exists(Path.Combine(cases, "manifest.json")))
            {
                return new Oracle(cases);
            }
        }
        return null;
    }

    public TensorData Tensor(string name)
    {
        JsonElement entry = header.GetProperty(name);
        Shape shape = Shape.Create([.. entry.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())]);
        DType dtype = entry.GetProperty("dtype").GetString() switch
        {
            "F32" => DType.Float32,
            "F64" => DType.Float64,
            "I64" => DType.Int64,
            "I32" => DType.Int32,
            "U8" => DType.UInt8,
            "BOOL" => DType.Bool,
            string other => throw new NotSupportedException(other),
            null => throw new NotSupportedException("dtype"),
        };
        TensorData data = TensorData.Uninitialized(new TensorType(dtype, shape));
        int offset = start + entry.GetProperty("data_offsets")[0].GetInt32();
        unsafe
        {
            bytes.AsSpan(offset, (int)data.Type.Bytes).CopyTo(new Span<byte>((void*)data.Address, (int)data.Type.Bytes));
        }
        return data;
    }
}
