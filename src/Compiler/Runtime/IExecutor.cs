namespace NeuralJit.Compilation;

/// <summary>Runs a program on the memory of its arguments: the inputs, then the outputs.</summary>
internal unsafe interface IExecutor
{
    /// <summary>Runs once.</summary>
    void Run(nint* arguments, CancellationToken cancellation);
}
