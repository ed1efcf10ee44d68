namespace NeuralJit.Kernels;

/// <summary>The innermost loop of a <see cref="LoopNest"/>.</summary>
internal interface IRowKernel
{
    /// <summary>Computes <paramref name="count"/> elements.</summary>
    static abstract void Run(in RowArguments row, long count);
}
