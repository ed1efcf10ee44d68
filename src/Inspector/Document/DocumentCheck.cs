using System.Text.Json;

namespace NeuralJit.Inspection;

/// <summary>
/// What a document from elsewhere has to hold beyond its types: everything that is named by position is there, and nothing is null.
/// </summary>
internal static class DocumentCheck
{
    /// <summary>The first thing that is wrong, as a sentence, or null.</summary>
    public static string? FaultOf(ReportDocument document, JsonElement json)
    {
        if (HasEmptyPlace(json))
        {
            return "a list in it holds null.";
        }
        // What was left out where there is no default shows as null, which cannot be written.
        DocumentJson.Write(document);
        return document.Stages.Count == 0 ? "it has no stages." : FirstOf(
            Outside("a stage", "value", document.Stages.SelectMany(s => s.Nodes), document.Nodes.Count),
            Outside("a value", "origin", document.Nodes.SelectMany(n => n.Origins), document.Origins.Count),
            Outside("an origin", "origin", document.Origins.Select(o => o.GradientOf).OfType<int>(), document.Origins.Count),
            Outside("a kernel", "text of code", document.Kernels.Select(k => k.Code).OfType<int>(), document.Code.Count),
            Outside("the memory plan", "kernel", document.Memory.Steps, document.Kernels.Count),
            Outside("a use", "kernel", document.Fusion.SelectMany(f => new[] { f.From, f.To }), document.Kernels.Count),
            Outside("the peak", "step", [Math.Max(document.Memory.PeakStep, 0)], Math.Max(document.Memory.Steps.Count, 1)),
            Outside("a measured time", "kernel", document.Profile?.Kernels.Select(k => k.Kernel) ?? [], document.Kernels.Count));
    }

    private static string? FirstOf(params IEnumerable<string?> faults) => faults.FirstOrDefault(f => f is not null);

    private static string? Outside(string who, string what, IEnumerable<int> positions, int count)
    {
        foreach (int position in positions)
        {
            if ((uint)position >= (uint)count)
            {
                return $"{who} names {what} {position}, of which there are {count}.";
            }
        }
        return null;
    }

    private static bool HasEmptyPlace(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.Null || HasEmptyPlace(e)),
        JsonValueKind.Object => json.EnumerateObject().Any(p => HasEmptyPlace(p.Value)),
        _ => false,
    };
}
