using System.Text.Json.Serialization;

namespace NeuralJit.Inspection;

/// <summary>A module; numbers include its children.</summary>
/// <param name="Path">Names from the outermost in, joined by dots; empty for the whole model.</param>
/// <param name="Parameters">Elements of its parameters.</param>
/// <param name="Flops">Operations of the values that were made in it, the gradients among them.</param>
public sealed record DocumentModule(string Path, long Parameters, long Flops);

/// <summary>A parameter or state.</summary>
public sealed record DocumentVariable(string Name, string Type, long Bytes, string Kind, bool Updated);

/// <summary>A place in the model and in the source.</summary>
/// <param name="Module">The module path; empty outside modules.</param>
/// <param name="File">The file's name, or null.</param>
/// <param name="Line">The line, or null.</param>
/// <param name="Path">The file with its nearest folders, or null.</param>
/// <param name="GradientOf">For what differentiation made: the position of the origin whose value it is the gradient of.</param>
public sealed record DocumentOrigin(string Module, string? File, int? Line, string? Path, int? GradientOf);

/// <summary>Lines of a source file.</summary>
public sealed record DocumentSource(string File, string Path, int First, IReadOnlyList<string> Lines);

/// <summary>A value as it is in one or more stages.</summary>
public sealed record DocumentNode
{
    /// <summary>The number, the same in all stages.</summary>
    public required int Id { get; init; }

    /// <summary>The op's name.</summary>
    public required string Op { get; init; }

    /// <summary>input, variable, constant, view or op.</summary>
    public required string Kind { get; init; }

    /// <summary>Element type and shape.</summary>
    public required string Type { get; init; }

    /// <summary>Element type.</summary>
    public required string Dtype { get; init; }

    /// <summary>Extents.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Numbers of the inputs.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>The op's attributes as text; null when there are none.</summary>
    public string? Attributes { get; init; }

    /// <summary>A name that was given, or an input's label.</summary>
    public string? Name { get; init; }

    /// <summary>The parameter or state that is read.</summary>
    public string? Variable { get; init; }

    /// <summary>Positions among the origins; merged values have several.</summary>
    public required IReadOnlyList<int> Origins { get; init; }

    /// <summary>Whether differentiation made it; JSON says so only where it did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Gradient { get; init; }

    /// <summary>Floating-point operations; left out of JSON where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Flops { get; init; }

    /// <summary>Bytes that are read and written when the op runs by itself; left out of JSON where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bytes { get; init; }

    /// <summary>The line of the text form.</summary>
    public required string Text { get; init; }
}

/// <summary>The graph at one point of its way.</summary>
public sealed record DocumentStage
{
    /// <summary>The name by which stages are asked for.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Title { get; init; }

    /// <summary>Positions among the document's nodes, each after those it needs.</summary>
    public required IReadOnlyList<int> Nodes { get; init; }

    /// <summary>Numbers of the results.</summary>
    public required IReadOnlyList<int> Outputs { get; init; }

    /// <summary>What a run changes.</summary>
    public required IReadOnlyList<DocumentUpdate> Updates { get; init; }

    /// <summary>Whether it differs from the stage before.</summary>
    public required bool Changed { get; init; }

    /// <summary>Milliseconds of the pass that made it; 0 for others.</summary>
    public double Ms { get; init; }

    /// <summary>What its rules did.</summary>
    public required IReadOnlyList<DocumentRewrite> Rewrites { get; init; }
}

/// <summary>A variable and the number of the value that it gets.</summary>
public sealed record DocumentUpdate(string Variable, int Value);

/// <summary>One application of a rule.</summary>
/// <param name="Rule">The rule as algebra.</param>
/// <param name="Before">What it was applied to, as an expression.</param>
/// <param name="After">What it made.</param>
/// <param name="At">The number of that value in the stage before, where it is still there.</param>
/// <param name="Becomes">The number of what it made in this stage, where it is there.</param>
/// <param name="Microseconds">How long it took.</param>
public sealed record DocumentRewrite(string Rule, string Before, string After, int? At, int? Becomes, double Microseconds);
