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

    /// <summary>Whether the whole report is shown as text, not its first screen.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether the page is opened in a browser.</summary>
    public bool Open { get; init; }

    /// <summary>Whether the form is a page for browsers.</summary>
    public bool IsPage => Format == InspectForms.Html;

    /// <summary>Whether the text is the first screen of a report.</summary>
    public bool IsScreen => Format == InspectForms.Text && !Verbose && Output is null && Diff is null && Stage is null && !All;

    /// <summary>Whether the program is measured.</summary>
    public bool Profile { get; init; }

    /// <summary>A file for the profile in Chrome's trace format, or null.</summary>
    public string? Trace { get; init; }

    /// <summary>What the report is compared with, or null.</summary>
    public string? Diff { get; init; }

    /// <summary>How to compile.</summary>
    public required CompileOptions Compile { get; init; }
}
