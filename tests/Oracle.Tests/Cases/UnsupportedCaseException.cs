namespace NeuralJit.Oracle.Tests;

/// <summary>A case needs what this library does not have; it is counted as skipped, with the reason.</summary>
internal sealed class UnsupportedCaseException(string reason) : Exception(reason);
