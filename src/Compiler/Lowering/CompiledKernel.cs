using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Generated code: a delegate, compiled when it is first asked for, and what it looks like as C#. Once compiled it holds the
/// expression tree only: kernels outlive the graphs that they came from, and must not keep them or their parameters alive.
/// </summary>
internal sealed class CompiledKernel
{
    private readonly Lock compiling = new();
    private readonly ILambdaCompiler lambdas;
    private Func<Expression<ChunkBody>>? emit;
    private Expression<ChunkBody>? tree;
    private ChunkBody? body;

    /// <summary>Makes a kernel whose tree <paramref name="emit"/> gives; it is let go when it has given it.</summary>
    public CompiledKernel(ILambdaCompiler lambdas, ArgumentNames arguments, Func<Expression<ChunkBody>> emit)
    {
        this.lambdas = lambdas;
        this.emit = emit;
        Arguments = arguments;
    }

    /// <summary>Runs chunks of the work that an argument table describes. When compiling fails, who asks next tries again.</summary>
    public ChunkBody Body
    {
        get
        {
            if (Volatile.Read(ref body) is { } known)
            {
                return known;
            }
            lock (compiling)
            {
                return body ?? Compile();
            }
        }
    }

    /// <summary>What the entries of its argument table are.</summary>
    public ArgumentNames Arguments { get; }

    /// <summary>The same as C#, under the name that one use of it has.</summary>
    public string Print(string name)
    {
        lock (compiling)
        {
            return CSharpPrinter.Print(Tree(), name, Arguments);
        }
    }

    private ChunkBody Compile()
    {
        ChunkBody made = lambdas.Compile(Tree());
        Volatile.Write(ref body, made);
        return made;
    }

    private Expression<ChunkBody> Tree()
    {
        if (tree is null)
        {
            tree = emit!();
            emit = null;
        }
        return tree;
    }
}
