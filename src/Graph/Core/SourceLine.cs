namespace NeuralJit;

/// <summary>A line of a source file.</summary>
/// <param name="Path">The file as the compiler's symbols name it, usually with its folders.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourceLine(string Path, int Line)
{
    /// <summary>The file's name without its folders.</summary>
    public string File => Path[(Path.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>For example <c>Mlp.cs:41</c>.</summary>
    public override string ToString() => $"{File}:{Line}";
}
