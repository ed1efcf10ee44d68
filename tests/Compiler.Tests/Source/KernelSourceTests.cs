using System.Linq.Expressions;
using NeuralJit.Kernels;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>What a kernel's source shows is C#: it compiles in a class of a file with the usings, whatever the kernel.</summary>
internal sealed class KernelSourceTests
{
    [TestCase(512, 10)]
    [TestCase(256, 40)]
    [TestCase(128, 80)]
    [TestCase(32, 160)]
    public void Kernels_of_the_op_table_compile(int bits, int oneOf)
    {
        string[] kernels = [.. KernelsOf(OpTable.All.Where((_, i) => i % oneOf == oneOf / 2), bits)];
        Assert.That(kernels, Is.Not.Empty);
        Assert.That(CSharp.ErrorsOf(kernels.Select(InClass)), Is.Empty);
    }

    [Test]
    public void A_source_that_is_not_csharp_fails_the_law() =>
        Assert.That(CSharp.ErrorsOf(InClass("static void k(long args) { long i = j; }", 0)), Does.Contain("'j' does not exist"));

    /// <summary>The sources of kernels that differ in more than their names.</summary>
    private static IEnumerable<string> KernelsOf(IEnumerable<OpCase> rows, int bits)
    {
        var options = new CompileOptions { VectorBits = bits, LambdaCompiler = new NoCompiler() };
        return rows.Select(row => Compiler.Compile(OpRows.WithGradients(row, RandomState.Create(7)), options))
            .SelectMany(program => program.Report.Kernels)
            .Select(kernel => kernel.Source)
            .Where(source => source.Length > 0)
            .DistinctBy(source => source[source.IndexOf('(', StringComparison.Ordinal)..]);
    }

    private static string InClass(string kernel, int number) =>
        $"{string.Join('\n', CSharpTypes.Usings())}\nstatic class C{number}\n{{\n{kernel}}}\n";

    /// <summary>Compiles nothing: the tests look at sources only.</summary>
    private sealed class NoCompiler : ILambdaCompiler
    {
        public string Name => "none";

        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate =>
            typeof(TDelegate) == typeof(ChunkBody) ? (TDelegate)(Delegate)new ChunkBody((_, _, _) => { }) : lambda.Compile();
    }
}
