using System.Diagnostics;
using System.Reflection;

namespace NeuralJit;

/// <summary>
/// Where a node was made: the path of the module that was running and the place in the user's code. The place is kept
/// as method and IL offset; file and line are looked up only when they are shown.
/// </summary>
public sealed class Origin
{
    private readonly MethodBase? method;
    private readonly int offset;
    private string? place;

    private Origin(string modulePath, MethodBase? method, int offset, string? place, Origin? next)
    {
        ModulePath = modulePath;
        this.method = method;
        this.offset = offset;
        this.place = place;
        Next = next;
    }

    /// <summary>Names of the modules from the outermost in, joined by dots; empty outside modules.</summary>
    public string ModulePath { get; }

    /// <summary>The next origin of a merged node, or null.</summary>
    public Origin? Next { get; }

    /// <summary>File and line, or the method where no symbols are found; empty when unknown.</summary>
    public string Place => place ??= method is null ? "" : SourcePlace.Find(method, offset);

    /// <summary>For example <c>classifier.fc1 · Mlp.cs:41</c>.</summary>
    public override string ToString() => (ModulePath, Place) switch
    {
        ("", "") => "",
        ("", var at) => at,
        (var path, "") => path,
        var (path, at) => path + " · " + at,
    };

    /// <summary>Captures the running module and the first caller outside NeuralJit.</summary>
    internal static Origin Capture(Trace? trace, bool withPlace)
    {
        string path = trace?.ModulePath ?? "";
        if (withPlace)
        {
            var stack = new StackTrace(2, false);
            for (int i = 0; i < stack.FrameCount; i++)
            {
                StackFrame frame = stack.GetFrame(i)!;
                if (DiagnosticMethodOf(frame) is { } method && !SourcePlace.IsLibrary(method))
                {
                    return new Origin(path, method, frame.GetILOffset(), null, null);
                }
            }
        }
        return new Origin(path, null, 0, "", null);
    }

    /// <summary>All places of both; either may be null.</summary>
    internal static Origin? Merge(Origin? a, Origin? b)
    {
        if (a is null || b is null || ReferenceEquals(a, b) || a.Contains(b))
        {
            return a ?? b;
        }
        Origin? result = b;
        for (Origin? o = a; o is not null; o = o.Next)
        {
            result = result.Contains(o) ? result : new Origin(o.ModulePath, o.method, o.offset, o.place, result);
        }
        return result;
    }

    /// <summary>The tail of an error message: a line naming module and place, or nothing.</summary>
    internal string ForMessage() => ToString() is { Length: > 0 } text ? Environment.NewLine + "  at " + text : "";

    private bool Contains(Origin other)
    {
        for (Origin? o = this; o is not null; o = o.Next)
        {
            if (o.ModulePath == other.ModulePath && o.method == other.method && o.offset == other.offset)
            {
                return true;
            }
        }
        return false;
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only names are read, and a missing method is handled.")]
    private static MethodBase? DiagnosticMethodOf(StackFrame frame) => frame.GetMethod();
}
