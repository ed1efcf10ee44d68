using System.Text.Json.Serialization;

namespace NeuralJit.Inspection;

/// <summary>How the page's import map becomes JSON, without reflection.</summary>
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>))]
internal sealed partial class PageJson : JsonSerializerContext;
