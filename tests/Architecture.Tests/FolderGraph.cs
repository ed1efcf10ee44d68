using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralJit.Architecture.Tests;

/// <summary>
/// Which folder of a project uses which, read from the meaning of every name in its source; what is declared in several folders belongs to
/// each.
/// </summary>
internal sealed class FolderGraph
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(a => MetadataReference.CreateFromFile(a))];

    private readonly Dictionary<(string From, string To), SortedSet<string>> uses = [];

    private FolderGraph(CSharpCompilation compilation, Func<string, string> folderOf)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            string from = folderOf(tree.FilePath);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                foreach (string file in FilesOf(model.GetSymbolInfo(name).Symbol))
                {
                    Add(from, folderOf(file), $"{Path.GetFileName(tree.FilePath)} → {Path.GetFileName(file)}");
                }
            }
        }
    }

    /// <summary>Pairs of folders of which the first uses the second, with the files that do.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => uses;

    /// <summary>Reads a project in src.</summary>
    public static FolderGraph Of(string project)
    {
        string root = Path.Combine(Repository.Root, "src", project);
        return Of(Repository.Files("*.cs").Where(f => f.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .ToDictionary(f => f, File.ReadAllText),
            file => Path.GetDirectoryName(Path.GetRelativePath(root, file))!.Replace('\\', '/'));
    }

    /// <summary>Reads some files.</summary>
    public static FolderGraph Of(IReadOnlyDictionary<string, string> files, Func<string, string> folderOf)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        string usings =
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using "
            + "System.Threading; global using System.Threading.Tasks;";
        return new FolderGraph(CSharpCompilation.Create(
            "read",
            [.. files.Select(f => CSharpSyntaxTree.ParseText(f.Value, options, f.Key)),
                CSharpSyntaxTree.ParseText(usings, options, "usings.cs")],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, metadataImportOptions: MetadataImportOptions.All)), folderOf);
    }

    // The members and types of the project itself; of a partial type what declares the member, not every file of the type.
    private static IEnumerable<string> FilesOf(ISymbol? symbol)
    {
        ISymbol? declared = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : symbol;
        return declared is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol
            or IRangeVariableSymbol or ILabelSymbol
            ? []
            : declared.OriginalDefinition.DeclaringSyntaxReferences.Select(r => r.SyntaxTree.FilePath);
    }

    private void Add(string from, string to, string files)
    {
        if (from != to)
        {
            (uses.TryGetValue((from, to), out SortedSet<string>? known) ? known : uses[(from, to)] = new(StringComparer.Ordinal))
                .Add(files);
        }
    }
}
