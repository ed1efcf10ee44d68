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

    /// <summary>The register types for an element type.</summary>
    public SimdTypes SimdFor(DType dtype) => dtype == DType.Float64 ? @double : single;

    /// <summary>The code of a loop kernel.</summary>
    public CompiledKernel Compile(LoopKernel kernel, string name) => Compile(kernel.Key(vectorBits), SimdFor(kernel.Body.Type), () => ArgumentNames.Of(kernel),
        simd => kernel.Form == LoopForm.Columns ? ColumnEmitter.Emit(kernel, simd, name) : LoopEmitter.Emit(kernel, simd, name));

    /// <summary>The code of a matrix kernel.</summary>
    public CompiledKernel Compile(ContractionKernel kernel, string name) => Compile(kernel.Key(vectorBits), SimdFor(kernel.Body.Type),
        () => ArgumentNames.Of(kernel), simd => ContractionEmitter.Emit(kernel, simd, name));

    /// <summary>Compiles what was asked for and is not known yet; kernels are independent, so free processors take part.</summary>
    public void CompileAll()
    {
        HelpedLoop<CompiledKernel>.Run(open, static kernel => _ = kernel.Body);
        open.Clear();
    }

    private CompiledKernel Compile(string key, SimdTypes simd, Func<ArgumentNames> arguments, Func<SimdTypes, Expression<ChunkBody>> emit)
    {
        CompiledKernel kernel = Known.For(lambdas.Name + "|" + key, () => new CompiledKernel(lambdas, arguments(), () => emit(simd), simd.Registers), out bool isNew);
        if (isNew)
        {
            open.Add(kernel);
            NewKernels++;
        }
        return kernel;
    }
}
