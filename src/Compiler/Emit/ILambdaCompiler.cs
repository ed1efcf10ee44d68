using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <summary>Turns an expression tree into a delegate.</summary>
public interface ILambdaCompiler
{
    /// <summary>The name in dumps.</summary>
    string Name { get; }

    /// <summary>
    /// Compiles <paramref name="lambda"/>; called from several threads at once. Null where it cannot, or an
    /// <see cref="InvalidProgramException"/> where what it made is no valid code: <see cref="LambdaCompilers.System"/> compiles this lambda
    /// then, and the report says so.
    /// </summary>
    TDelegate? Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate;
}
