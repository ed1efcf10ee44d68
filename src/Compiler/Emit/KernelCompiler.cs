using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Compiles kernels for one vector width; kernels of equal structure are compiled once in a process.</summary>
internal sealed class KernelCompiler(int vectorBits, ILambdaCompiler lambdas)
{
    private const int MostKernels = 4096;

    // Code that depends on nothing but its key, so sharing it is not shared state.
    private static readonly KernelCache Known = new(MostKernels);

    private readonly SimdTypes single = SimdTypes.Of<float>(vectorBits);
    private readonly SimdTypes @double = SimdTypes.Of<double>(vectorBits);

    private readonly List<CompiledKernel> open = [];

    /// <summary>How many kernels were compiled anew.</summary>
    public int NewKernels { get; private set; }

    /// <summary>The width of its vectors, in bits.</summary>
    public int VectorBits => vectorBits;

    /// <summary>The code of a kernel, which bears the name of this use of it.</summary>
    public CompiledKernel CodeOf(KernelCall call) => call.Structure switch
    {
        LoopKernel kernel => CodeOf(kernel, () => ArgumentNames.Of(kernel),
            simd => kernel.Form == LoopForm.Columns
                ? ColumnEmitter.Emit(kernel, simd, call.Name)
                : LoopEmitter.Emit(kernel, simd, call.Name)),
        ContractionKernel kernel =>
            CodeOf(kernel, () => ArgumentNames.Of(kernel), simd => ContractionEmitter.Emit(kernel, simd, call.Name)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Compiles what was asked for and is not known yet; kernels are independent, so free processors take part.</summary>
    public void CompileAll()
    {
        HelpedLoop<CompiledKernel>.Run(open, static kernel => _ = kernel.Body);
        open.Clear();
    }

    private CompiledKernel CodeOf(IKernelStructure structure, Func<ArgumentNames> arguments, Func<SimdTypes, Expression<ChunkBody>> emit)
    {
        SimdTypes simd = structure.Body.Type == DType.Float64 ? @double : single;
        CompiledKernel kernel = Known.For(new KernelKey(lambdas.Name, vectorBits, structure), () =>
            new CompiledKernel(lambdas, arguments(), () => emit(simd), simd.Registers), out bool isNew);
        if (isNew)
        {
            open.Add(kernel);
            NewKernels++;
        }
        return kernel;
    }
}
