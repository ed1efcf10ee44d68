using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Generated code: a delegate, compiled when it is first asked for, and what it looks like as C#. Once compiled it holds the
/// expression tree only: kernels outlive the graphs that they came from, and must not keep them or their parameters alive.
/// </summary>
internal sealed class CompiledKernel
{
    private readonly Lazy<Expression<ChunkBody>> tree;
    private readonly Lazy<ChunkBody> body;

    /// <summary>Makes a kernel whose tree <paramref name="emit"/> gives; it is called once and then let go.</summary>
    public CompiledKernel(ILambdaCompiler lambdas, ArgumentNames arguments, Func<Expression<ChunkBody>> emit)
    {
        Arguments = arguments;
        tree = new Lazy<Expression<ChunkBody>>(emit);
        body = new Lazy<ChunkBody>(() => lambdas.Compile(tree.Value));
    }

    /// <summary>Runs chunks of the work that an argument table describes.</summary>
    public ChunkBody Body => body.Value;

    /// <summary>What the entries of its argument table are.</summary>
    public ArgumentNames Arguments { get; }

    /// <summary>The same as C#, under the name that one use of it has.</summary>
    public string Print(string name) => CSharpPrinter.Print(tree.Value, name, Arguments);
}
