using System.Linq.Expressions;

namespace NeuralJit.Compilation.Tests;

/// <summary>Remembers what it compiled.</summary>
internal sealed class CountingCompiler(string name) : ILambdaCompiler
{
    public string Name => name;

    public List<string?> Compiled { get; } = [];

    public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate
    {
        Compiled.Add(lambda.Name);
        return lambda.Compile();
    }
}
