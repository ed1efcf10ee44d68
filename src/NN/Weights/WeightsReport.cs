namespace NeuralJit.NN;

/// <summary>What a weights file and a module do not have in common.</summary>
/// <param name="Missing">Parameters and states that the file does not have; they kept their values.</param>
/// <param name="Unexpected">Entries that the module does not have.</param>
public sealed record WeightsReport(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
