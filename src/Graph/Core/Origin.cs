using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>
/// Where a node was made: the path of the module that was running and the place in the user's code. The place is kept
/// as method and IL offset; file and line are looked up only when they are shown.
/// </summary>
public sealed class Origin
{
    private const string Separator = " · ";

    /// <summary>Compares by <see cref="IsSamePlace"/>.</summary>
    internal static readonly IEqualityComparer<Origin> SamePlace = EqualityComparer<Origin>.Create(
        (a, b) => a is not null && b is not null && a.IsSamePlace(b),
        o => HashCode.Combine(o.ModulePath, o.method, o.offset, o.GradientOf is { } of ? RuntimeHelpers.GetHashCode(of) : 0));

    private readonly MethodBase? method;
    private readonly int offset;
    private readonly string? place;

    private Origin(string modulePath, MethodBase? method, int offset, string? place, Origin? gradientOf = null)
    {
        ModulePath = modulePath;
        this.method = method;
        this.offset = offset;
        this.place = place;
        GradientOf = gradientOf;
    }

    /// <summary>Names of the modules from the outermost in, joined by dots; empty outside modules.</summary>
    public string ModulePath { get; }

    /// <summary>The origin of the node whose gradient this is, for a node that differentiation made; else null.</summary>
    public Origin? GradientOf { get; }

    /// <summary>File and line, or the method where no symbols are found; empty when unknown.</summary>
    public string Place => place ?? Source?.ToString() ?? (method is null ? "" : $"{method.DeclaringType?.Name}.{method.Name}");

    /// <summary>File and line; null when unknown.</summary>
    public SourceLine? Source => method is null ? null : SourcePlace.Find(method, offset);

    /// <summary>For example <c>classifier.fc1 · Mlp.cs:41</c>; a gradient's begins with ∇.</summary>
    public override string ToString() => (GradientOf is null ? "" : "∇ ") + (ModulePath, Place) switch
    {
        ("", var at) => at,
        (var path, "") => path,
        var (path, at) => path + Separator + at,
    };

    /// <summary>The origin of what differentiation makes of a node of this origin.</summary>
    internal Origin AsGradient() => new(ModulePath, method, offset, place, gradientOf: this);

    /// <summary>
    /// The origin whose <see cref="ToString"/> gave the text; null of no text. A place alone is told from a module's path by its line
    /// number.
    /// </summary>
    internal static Origin? FromText(string text)
    {
        bool isGradient = text.StartsWith('∇');
        string rest = isGradient ? text[1..].TrimStart() : text;
        int separator = rest.LastIndexOf(Separator, StringComparison.Ordinal), colon = rest.LastIndexOf(':');
        bool isPlace = colon >= 0 && int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        (string path, string place) = separator >= 0
            ? (rest[..separator], rest[(separator + Separator.Length)..])
            : isPlace ? ("", rest) : (rest, "");
        var origin = new Origin(path, null, 0, place);
        return text.Length == 0 ? null : isGradient ? origin.AsGradient() : origin;
    }

    /// <summary>
    /// Captures the running module and the first caller outside NeuralJit; for nodes, code of built-in models counts as outside.
    /// </summary>
    internal static Origin Capture(GraphTrace? trace, bool withPlace, bool ofNode = false)
    {
        string path = trace?.ModulePath ?? "";
        if (withPlace)
        {
            var stack = new StackTrace(2, false);
            for (int i = 0; i < stack.FrameCount; i++)
            {
                StackFrame frame = stack.GetFrame(i)!;
                if (DiagnosticMethodOf(frame) is { } method && !SourcePlace.IsLibrary(method, ofNode))
                {
                    return SourcePlace.IsTool(method) ? new Origin(path, null, 0, "") : new Origin(path, method, frame.GetILOffset(), null);
                }
            }
        }
        return new Origin(path, null, 0, "");
    }

    /// <summary>The tail of an error message: a line naming module and place, or nothing.</summary>
    internal string ForMessage() => ToString() is { Length: > 0 } text ? Environment.NewLine + "  at " + text : "";

    /// <summary>Whether both name the same module and place.</summary>
    internal bool IsSamePlace(Origin other) =>
        ModulePath == other.ModulePath && method == other.method && offset == other.offset && (method is not null || place == other.place)
            && ReferenceEquals(GradientOf, other.GradientOf);

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "Only names are read, and a missing method is handled.")]
    private static MethodBase? DiagnosticMethodOf(StackFrame frame) => frame.GetMethod();
}
