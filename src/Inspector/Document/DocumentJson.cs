using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralJit.Inspection;

/// <summary>Report documents as JSON.</summary>
public static class DocumentJson
{
    private static readonly DocumentContext Compact = Context(indented: false), Indented = Context(indented: true);

    /// <summary>The document as JSON.</summary>
    public static string Write(ReportDocument document, bool indented = false) =>
        JsonSerializer.Serialize(document, (indented ? Indented : Compact).ReportDocument);

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What messages call it, e.g. the file.</param>
    /// <exception cref="InvalidDataException">It is no JSON, no report, a report of another version, or incomplete.</exception>
    public static ReportDocument Read(string json, string name)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(json);
            Check(parsed.RootElement, name);
            ReportDocument document = parsed.Deserialize(DocumentContext.Default.ReportDocument)
                ?? throw new InvalidDataException($"{name} holds no report");
            return DocumentCheck.FaultOf(document, parsed.RootElement) is not { } fault ? document : throw Incomplete(name, fault, null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Incomplete(name, error.Message, error);
        }
    }

    // Types and code are full of > and quotes, which need no escapes outside of HTML; who puts the text into HTML escapes what it must.
    private static DocumentContext Context(bool indented) => new(new JsonSerializerOptions(DocumentContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    });

    private static InvalidDataException Incomplete(string name, string fault, Exception? cause) =>
        new($"{name} is no complete report: {fault} Write it again with 'neuraljit inspect MODEL --format json'", cause);

    private static void Check(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.String || format.GetString() != ReportDocument.FormatName)
        {
            throw new InvalidDataException($"{name} is no report: its member \"format\" should be \"{ReportDocument.FormatName}\"");
        }
        if (!root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number) || number != ReportDocument.CurrentVersion)
        {
            throw new InvalidDataException(
                $"{name} is a report of version {(version.ValueKind == JsonValueKind.Undefined ? "(none)" : version.ToString())}, this "
                + $"NeuralJit reads version {ReportDocument.CurrentVersion}; write it again with this one");
        }
    }
}

/// <summary>How documents become JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;
