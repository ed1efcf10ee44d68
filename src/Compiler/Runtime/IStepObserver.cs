namespace NeuralJit.Compilation;

/// <summary>Watches a run step by step.</summary>
internal unsafe interface IStepObserver
{
    /// <summary>Runs a step, with whatever is to happen before and after it.</summary>
    /// <param name="number">The position of the step in the program.</param>
    /// <param name="step">The step; it takes the other arguments.</param>
    /// <param name="context">The memory of the run.</param>
    /// <param name="arguments">The addresses of inputs and outputs.</param>
    /// <param name="threads">The most threads that the step may use.</param>
    void Run(int number, BoundStep step, RunContext context, nint* arguments, int threads);
}
