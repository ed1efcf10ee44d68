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

    private static bool IsGraphType(string type) =>
        type is "NeuralJit.Node" or "NeuralJit.Op" or "NeuralJit.Graph" or "NeuralJit.GraphTrace";
}
