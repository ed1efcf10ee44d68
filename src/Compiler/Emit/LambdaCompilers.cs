using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using FastExpressionCompiler;

namespace NeuralJit.Compilation;

/// <summary>The ways to compile expression trees.</summary>
public static class LambdaCompilers
{
    /// <summary>The package FastExpressionCompiler: a little faster, to the same machine code.</summary>
    public static ILambdaCompiler Fast { get; } = new FastCompiler();

    /// <summary>System.Linq.Expressions' own compiler.</summary>
    public static ILambdaCompiler System { get; } = new SystemCompiler();

    /// <summary><see cref="Fast"/>.</summary>
    public static ILambdaCompiler Default => Fast;

    private sealed class SystemCompiler : ILambdaCompiler
    {
        public string Name => "LambdaExpression.Compile";

        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate => lambda.Compile();
    }

    private sealed class FastCompiler : ILambdaCompiler
    {
        public string Name => "FastExpressionCompiler";

        // Kernels have locals, loops and calls of static methods that are named by typeof: nothing that trimming could take away.
        // The machine code is made here, on the thread that compiles, and not in the middle of the first run.
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "As above.")]
        public TDelegate? Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate
        {
            // What cannot run is left out of what is published ahead of time.
            if (!RuntimeFeature.IsDynamicCodeCompiled)
            {
                return null;
            }
            TDelegate? made = lambda.CompileFast(ifFastFailedReturnNull: true);
            if (made is not null)
            {
                RuntimeHelpers.PrepareDelegate(made);
            }
            return made;
        }
    }
}
