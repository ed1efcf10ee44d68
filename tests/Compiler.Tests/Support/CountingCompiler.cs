using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace NeuralJit.Compilation.Tests;

/// <summary>Remembers what it compiled, in no particular order: kernels are compiled side by side.</summary>
internal sealed class CountingCompiler(string name) : ILambdaCompiler
{
    public string Name => name;

    public ConcurrentBag<string?> Compiled { get; } = [];

    public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate
    {
        Compiled.Add(lambda.Name);
        return lambda.Compile();
    }
}
