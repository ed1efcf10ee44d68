namespace NeuralJit.Fuzz;

/// <summary>The answer of a comparison of numbers that are known up to an error.</summary>
internal enum Truth
{
    /// <summary>It does not hold.</summary>
    No,

    /// <summary>It holds.</summary>
    Yes,

    /// <summary>It hangs on rounding.</summary>
    Unknown,
}
