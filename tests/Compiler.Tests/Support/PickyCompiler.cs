using System.Linq.Expressions;

namespace NeuralJit.Compilation.Tests;

/// <summary>Declines kernels whose name contains a text, or makes what the runtime refuses; each instance has kernels of its own.</summary>
internal sealed class PickyCompiler(string declined, Exception? error) : ILambdaCompiler
{
    public PickyCompiler(string declined, bool throws)
        : this(declined, throws ? new InvalidProgramException() : null)
    {
    }

    public string Name { get; } = $"picky {Guid.NewGuid()}";

    public TDelegate? Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate =>
        !lambda.Name!.Contains(declined, StringComparison.Ordinal) ? lambda.Compile() : error is null ? null : throw error;
}
