using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Generated code: a delegate, compiled when it is first asked for, and what it looks like as C#.</summary>
internal sealed class CompiledKernel(ILambdaCompiler lambdas, Func<Expression<ChunkBody>> emit)
{
    private readonly Lazy<ChunkBody> body = new(() => lambdas.Compile(emit()));

    /// <summary>Runs chunks of the work that an argument table describes.</summary>
    public ChunkBody Body => body.Value;

    /// <summary>The same as C#, under the name that one use of it has.</summary>
    public string Print(string name) => CSharpPrinter.Print(emit(), name);
}
