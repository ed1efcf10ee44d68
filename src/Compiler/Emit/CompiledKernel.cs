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
    private readonly RegisterMethods? registers;
    private ILambdaCompiler lambdas;
    private Func<Expression<ChunkBody>>? emit;
    private Expression<ChunkBody>? tree;
    private ChunkBody? body;

    /// <summary>
    /// Makes a kernel whose tree <paramref name="emit"/> gives; it is let go when it has given it. What is compiled calls registers' own
    /// methods (<paramref name="registers"/>; null calls what the tree says), what is printed the operators.
    /// </summary>
    public CompiledKernel(
        ILambdaCompiler lambdas, ArgumentNames arguments, Func<Expression<ChunkBody>> emit, RegisterMethods? registers = null)
    {
        this.lambdas = lambdas;
        this.registers = registers;
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

    /// <summary>What compiles it, and has done so once <see cref="Body"/> is known.</summary>
    public ILambdaCompiler Lambdas => Volatile.Read(ref lambdas);

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
        Expression<ChunkBody> code = registers is null ? Tree() : registers.VisitAndConvert(Tree(), nameof(Compile));
        ChunkBody made = CompileByChoice(code) ?? CompileBySystem(code);
        Volatile.Write(ref body, made);
        return made;
    }

    private ChunkBody? CompileByChoice(Expression<ChunkBody> code)
    {
        try
        {
            return lambdas.Compile(code);
        }
        catch (InvalidProgramException) when (lambdas != LambdaCompilers.System)
        {
            return null;
        }
    }

    private ChunkBody CompileBySystem(Expression<ChunkBody> code)
    {
        Volatile.Write(ref lambdas, LambdaCompilers.System);
        return lambdas.Compile(code)!;
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
