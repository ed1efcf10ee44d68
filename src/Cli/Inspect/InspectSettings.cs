using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>What <c>neuraljit inspect</c> was asked for.</summary>
internal sealed record InspectSettings
{
    /// <summary>The model or the file.</summary>
    public required ModelSpec Model { get; init; }

    /// <summary>Whether the training step is looked at.</summary>
    public bool Train { get; init; }

    /// <summary>The optimiser of the training step.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The stage, or null for the whole report.</summary>
    public string? Stage { get; init; }

    /// <summary>Whether all stages are shown.</summary>
    public bool All { get; init; }

    /// <summary>The form.</summary>
    public required string Format { get; init; }

    /// <summary>The file to write, or null for the terminal.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the program is measured.</summary>
    public bool Profile { get; init; }

    /// <summary>A file for the profile in Chrome's trace format, or null.</summary>
    public string? Trace { get; init; }

    /// <summary>What the report is compared with, or null.</summary>
    public string? Diff { get; init; }

    /// <summary>How to compile.</summary>
    public required CompileOptions Compile { get; init; }
}
