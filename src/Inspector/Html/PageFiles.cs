using System.Reflection;

namespace NeuralJit.Inspection;

/// <summary>The files of the page, which lie in the assembly as resources under their paths in the folder Page.</summary>
internal static class PageFiles
{
    private const string Root = "Page/";

    /// <summary>The paths of all files, relative to the folder, in order.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        [.. Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal))
            .Select(n => n[Root.Length..].Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static Assembly Assembly => typeof(PageFiles).Assembly;

    /// <summary>The text of a file.</summary>
    public static string Read(string path)
    {
        using Stream stream = Assembly.GetManifestResourceStream(Root + path)
            ?? throw new InvalidOperationException($"the assembly holds no page file \"{path}\"");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
