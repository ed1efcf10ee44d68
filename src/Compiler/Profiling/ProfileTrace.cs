using System.Text.Json;

namespace NeuralJit.Compilation;

/// <summary>
/// A profiled run as events of Chrome's trace format: a row for each thread, a complete event for each piece of a kernel.
/// </summary>
internal static class ProfileTrace
{
    private const int Process = 1;

    /// <summary>Writes the events as a JSON array.</summary>
    public static void Write(ProgramProfile profile, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        string program = profile.Report.Name;
        WriteName(json, "process_name", 0, program.Length == 0 ? "NeuralJit" : program);
        for (int thread = 0; thread < profile.Threads.Count; thread++)
        {
            WriteName(json, "thread_name", thread, profile.Threads[thread]);
        }
        foreach (ProfilePiece piece in profile.Pieces)
        {
            WritePiece(json, profile.Kernels[piece.Kernel], piece);
        }
        json.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter json, string what, int thread, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", what);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePiece(Utf8JsonWriter json, KernelProfile profile, ProfilePiece piece)
    {
        KernelReport kernel = profile.Kernel;
        json.WriteStartObject();
        json.WriteString("name", kernel.Name);
        json.WriteString("cat", kernel.Kind);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", piece.Start);
        json.WriteNumber("dur", piece.Duration);
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", piece.Thread);
        json.WriteStartObject("args");
        json.WriteString("what", kernel.Description);
        json.WriteNumber("flops", kernel.Flops);
        json.WriteNumber("bytes_read", kernel.BytesRead);
        json.WriteNumber("bytes_written", kernel.BytesWritten);
        json.WriteNumber("median_us", profile.Median);
        json.WriteNumber("minimum_us", profile.Minimum);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
