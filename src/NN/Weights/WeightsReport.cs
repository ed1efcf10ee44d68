namespace NeuralJit.NN;

/// <summary>What a weights file and a module do not have in common.</summary>
/// <param name="Missing">Parameters and states that the file does not have; they kept their values.</param>
/// <param name="Unexpected">Entries that the module does not have.</param>
public sealed record WeightsReport(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>For example <c>missing (1): fc.bias; unexpected (0)</c>.</summary>
    public override string ToString() => $"{List("missing", Missing)}; {List("unexpected", Unexpected)}";

    private static string List(string what, IReadOnlyList<string> names) =>
        $"{what} ({names.Count})" + (names.Count == 0 ? "" : ": " + string.Join(", ", names));
}
