using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralJit.Bench;

/// <summary>One record of the result file, in the form that the peers' scripts write.</summary>
internal sealed record BenchResult(
    [property: JsonPropertyName("peer")] string Peer,
    [property: JsonPropertyName("workload")] string Workload,
    [property: JsonPropertyName("mode")] string Mode,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("group")] string Group,
    [property: JsonPropertyName("median_us")] double Median,
    [property: JsonPropertyName("min_us")] double Least,
    [property: JsonPropertyName("batches")] int Batches,
    [property: JsonPropertyName("calls")] int Calls,
    [property: JsonPropertyName("flops")] double Flops,
    [property: JsonPropertyName("finite")] bool Finite,
    [property: JsonPropertyName("bytes_per_call")] double Bytes,
    [property: JsonPropertyName("max_err_vs_eager")] double? Error,
    [property: JsonPropertyName("own_cpu")] double OwnLoad,
    [property: JsonPropertyName("other_cpu")] double? OtherLoad,
    [property: JsonPropertyName("compile_ms")] double? CompileTime)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Makes the record of a measurement.</summary>
    public static BenchResult Of(
        Workload workload, string mode, int threads, Timing timing, double? error, bool finite, double? compiling) => new(
        "neuraljit", workload.Name, mode, threads, workload.Group, Math.Round(timing.Median, 3), Math.Round(timing.Least, 3),
        timing.Batches, timing.Calls, workload.Flops, finite, Math.Round(timing.Bytes, 1), error,
        Math.Round(timing.OwnLoad, 2), timing.OtherLoad is { } load ? Math.Round(load, 2) : null,
        compiling is { } time ? Math.Round(time, 2) : null);

    /// <summary>Writes all records, if there is a file to write to.</summary>
    public static void Write(string? path, IReadOnlyList<BenchResult> results)
    {
        if (path is not null)
        {
            AtomicFile.Write(path, stream =>
            {
                JsonSerializer.Serialize(stream, results, Format);
                stream.WriteByte((byte)'\n');
            });
        }
    }
}
