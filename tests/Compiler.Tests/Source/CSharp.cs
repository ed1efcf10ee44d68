using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralJit.Compilation.Tests;

/// <summary>Compiles C# files as an ordinary project would: .NET 10, no unsafe code, no warnings.</summary>
internal static class CSharp
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the compiler says against the files; empty when they compile.</summary>
    public static string ErrorsOf(params IEnumerable<string> files) => Report(Compilation(files).GetDiagnostics());

    /// <summary>The assembly of the files; it is unloaded when nothing uses it any more.</summary>
    public static Assembly Load(params IEnumerable<string> files)
    {
        using var image = new MemoryStream();
        Assert.That(Report(Compilation(files).Emit(image).Diagnostics), Is.Empty);
        image.Position = 0;
        return new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(image);
    }

    private static CSharpCompilation Compilation(IEnumerable<string> files) => CSharpCompilation.Create(
        "Generated",
        files.Select(file => CSharpSyntaxTree.ParseText(file)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable));

    private static string Report(IEnumerable<Diagnostic> diagnostics)
    {
        var bad = diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed).Take(5);
        return string.Join('\n', bad.Select(d => $"{d}\n{LineOf(d)}"));
    }

    private static string LineOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "";
}
