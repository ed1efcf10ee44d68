namespace NeuralJit.Fuzz;

/// <summary>Faults that are known and being mended, by what they look like; the list is empty when nothing is known to be wrong.</summary>
internal static class KnownFaults
{
    private static readonly (string Reason, Func<FuzzCase, Difference, bool> Is)[] All =
    [
        ("issue 9, B12: windows over an empty image are never written", (c, _) => c.Graph.Nodes.ToArray().Any(IsWindowOfNothing)),
    ];

    /// <summary>The fault that is being mended which a difference is; null for a new one.</summary>
    public static string? Find(FuzzCase c, Difference difference) => All.FirstOrDefault(fault => fault.Is(c, difference)).Reason;

    private static bool IsWindowOfNothing(Node node) =>
        node.Op is Unfold or Fold or SumPool or MaxPool or SumPoolGradient && node.Inputs[0].Shape.Count == 0 && node.Shape.Count > 0;
}
