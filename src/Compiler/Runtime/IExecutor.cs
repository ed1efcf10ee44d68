namespace NeuralJit.Compilation;

/// <summary>Runs a program on the memory of its arguments: the inputs, then the outputs.</summary>
internal unsafe interface IExecutor
{
    /// <summary>Bytes of working memory of one run; it is kept for the next.</summary>
    long WorkingBytes { get; }

    /// <summary>Runs once.</summary>
    /// <param name="arguments">The addresses of inputs and outputs.</param>
    /// <param name="observer">Runs each step in the executor's place, to watch it; null outside measurements and checks. An executor without steps does not ask it.</param>
    /// <param name="cancellation">Stops the run before it changes anything.</param>
    void Run(nint* arguments, IStepObserver? observer, CancellationToken cancellation);
}
