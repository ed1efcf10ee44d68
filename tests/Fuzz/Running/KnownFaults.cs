namespace NeuralJit.Fuzz;

/// <summary>
/// Faults that are known and being mended, by what they look like, each with its reason; empty when nothing is known to be wrong.
/// </summary>
internal static class KnownFaults
{
    private static readonly (string Reason, Func<FuzzCase, Difference, bool> Is)[] All = [];

    /// <summary>The fault that is being mended which a difference is; null for a new one.</summary>
    public static string? Find(FuzzCase c, Difference difference) => All.FirstOrDefault(fault => fault.Is(c, difference)).Reason;
}
