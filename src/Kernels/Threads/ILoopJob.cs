namespace NeuralJit.Kernels;

/// <summary>The body of a loop that threads may share, as a struct of what it works on.</summary>
internal interface ILoopJob
{
    /// <summary>
    /// Does the items from <paramref name="begin"/> to before <paramref name="end"/>; other threads do others at the same time.
    /// </summary>
    void Run(long begin, long end);
}
