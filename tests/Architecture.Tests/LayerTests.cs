using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NeuralJit.Architecture.Tests;

/// <summary>What each library must not know, checked in the metadata of the built assembly.</summary>
public sealed class LayerTests
{
    [TestCase("Kernels")]
    [TestCase("Graph")]
    [TestCase("NN")]
    public void Only_the_compiler_knows_expression_trees(string library) =>
        Assert.That(TypeNames.UsedBy(library).Where(IsExpressionTree), Is.Empty);

    [Test]
    public void The_expression_tree_law_finds_the_compiler() =>
        Assert.That(TypeNames.UsedBy("Compiler").Where(IsExpressionTree), Is.Not.Empty);

    [Test]
    public void Kernels_know_no_graph() =>
        Assert.That(TypeNames.UsedBy("Kernels").Concat(TypeNames.DefinedBy("Kernels")).Where(IsGraphType), Is.Empty);

    [Test]
    public void The_kernel_law_finds_the_graph() =>
        Assert.That(TypeNames.DefinedBy("Graph").Where(IsGraphType), Does.Contain("NeuralJit.Node"));

    [TestCase("NN")]
    [TestCase("Graph")]
    [TestCase("Kernels")]
    public void Modules_and_graphs_know_no_compiler(string library) =>
        Assert.That(TypeNames.UsedBy(library).Where(IsCompilerType), Is.Empty);

    [Test]
    public void The_compiler_law_finds_training() =>
        Assert.That(TypeNames.UsedBy("Training").Where(IsCompilerType), Is.Not.Empty);

    private static bool IsExpressionTree(string type) => type.StartsWith("System.Linq.Expressions.", StringComparison.Ordinal);

    private static bool IsCompilerType(string type) => type.StartsWith("NeuralJit.Compilation.", StringComparison.Ordinal);

    private static bool IsGraphType(string type) => type is "NeuralJit.Node" or "NeuralJit.Op" or "NeuralJit.Graph" or "NeuralJit.Trace";
}

/// <summary>Names of types in an assembly's metadata.</summary>
internal static class TypeNames
{
    /// <summary>Types of other assemblies that a library refers to.</summary>
    public static IReadOnlyList<string> UsedBy(string library) =>
        Read(library, r => r.TypeReferences.Select(h => r.GetTypeReference(h)).Select(t => FullName(r, t.Namespace, t.Name)));

    /// <summary>Types that a library defines.</summary>
    public static IReadOnlyList<string> DefinedBy(string library) =>
        Read(library, r => r.TypeDefinitions.Select(h => r.GetTypeDefinition(h)).Select(t => FullName(r, t.Namespace, t.Name)));

    private static List<string> Read(string library, Func<MetadataReader, IEnumerable<string>> select)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"NeuralJit.{library}.dll"));
        using var file = new PEReader(stream);
        return [.. select(file.GetMetadataReader())];
    }

    private static string FullName(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : reader.GetString(space) + "." + reader.GetString(name);
}
