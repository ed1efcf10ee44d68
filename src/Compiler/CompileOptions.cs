namespace NeuralJit.Compilation;

/// <summary>How a graph is compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>The defaults: evaluation mode, all threads, the widest vectors, generated code where it can be.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>Whether the function is traced in training mode (dropout drops, batch norm uses the batch).</summary>
    public bool Training { get; init; }

    /// <summary>
    /// The most threads that a run uses, the caller's included, in generated kernels and in those of the library; 0 means all of the worker
    /// pool. Compiling is not limited by it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(Threads), value, $"{nameof(Threads)} is the most threads of a run, or 0 for all; it cannot be {value}");
    }

    /// <summary>Bits of the vectors in generated code: 512, 256, 128, 32 (no vectors), or 0 for the machine's widest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is something else.</exception>
    public int VectorBits
    {
        get;
        init => field = value is 0 or 32 or 128 or 256 or 512 ? value : throw new ArgumentOutOfRangeException(nameof(VectorBits), value,
            $"{nameof(VectorBits)} must be 512, 256, 128, 32 (no vectors) or 0 (the machine's widest); it cannot be {value}");
    }

    /// <summary>Seed and step of random numbers; each function has its own when null.</summary>
    public State? Random { get; init; }

    /// <summary>A name for dumps.</summary>
    public string Name { get; init; } = "";

    /// <summary>What turns expression trees into delegates; null is <see cref="LambdaCompilers.Default"/>.</summary>
    public ILambdaCompiler? LambdaCompiler { get; init; }

    /// <summary>
    /// Whether code is generated; false runs the optimised graph on the library's own kernels, as where dynamic code is not available.
    /// </summary>
    public bool GenerateCode { get; init; } = System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled;

    /// <summary>
    /// Whether each op runs by itself on the library's kernels, as in eager mode, but with memory plan, report and profile: what fusion and
    /// generated code save shows when both reports are compared.
    /// </summary>
    public bool OpByOp { get; init; }

    /// <summary>
    /// The most programs that a polymorphic function keeps, one for each combination of input types; at least one. The least recently used
    /// one is dropped. A service whose batches have any size up to 256 compiles each size once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int CacheSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(
            nameof(CacheSize), value, $"{nameof(CacheSize)} is the number of programs that are kept, 1 or more; it cannot be {value}");
    } = 256;

    /// <summary>
    /// The most bytes of working memory that the programs of a polymorphic function have together; 256 MiB unless set. The 16 that were
    /// used last are kept whatever they have.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public long CacheBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(CacheBytes), value, $"{nameof(CacheBytes)} is a number of bytes, 0 or more; it cannot be {value}");
    } = 256 << 20;

    /// <summary>The passes in place of the pipeline's; tests put wrong ones among them.</summary>
    internal IReadOnlyList<Pass>? Passes { get; init; }

    /// <summary>The passes that a graph goes through.</summary>
    internal IReadOnlyList<Pass> PassList =>
        Passes ?? (!GenerateCode ? Pipeline.WithoutFusion : OpByOp ? Pipeline.OpByOp : Pipeline.Passes);
}
