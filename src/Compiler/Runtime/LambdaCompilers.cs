using System.Linq.Expressions;
using System.Reflection;

namespace NeuralJit.Compilation;

/// <summary>The ways to compile expression trees.</summary>
public static class LambdaCompilers
{
    private static readonly Lazy<ILambdaCompiler> Chosen = new(Choose);

    /// <summary>System.Linq.Expressions' own compiler.</summary>
    public static ILambdaCompiler System { get; } = new SystemCompiler();

    /// <summary>FastExpressionCompiler where the application references its package, else <see cref="System"/>.</summary>
    public static ILambdaCompiler Default => Chosen.Value;

    private static ILambdaCompiler Choose()
    {
        MethodInfo? method = FindFastCompiler();
        return method is null ? System : new FastCompiler(method);
    }

    [global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The package is optional; a trimmed one is not found.")]
    [global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    private static MethodInfo? FindFastCompiler()
    {
        try
        {
            Type? type = Assembly.Load("FastExpressionCompiler").GetType("FastExpressionCompiler.ExpressionCompiler");
            return type?.GetMethods(BindingFlags.Static | BindingFlags.Public).FirstOrDefault(m =>
                m.Name == "CompileFast" && m.IsGenericMethodDefinition && m.GetGenericArguments().Length == 1
                && m.GetParameters() is [{ ParameterType.IsGenericType: true } first, ..]
                && first.ParameterType.GetGenericTypeDefinition() == typeof(Expression<>));
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }

    private sealed class SystemCompiler : ILambdaCompiler
    {
        public string Name => "LambdaExpression.Compile";

        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate => lambda.Compile();
    }

    private sealed class FastCompiler(MethodInfo method) : ILambdaCompiler
    {
        public string Name => "FastExpressionCompiler";

        [global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
        [global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The type argument is a delegate.")]
        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate
        {
            MethodInfo compile = method.MakeGenericMethod(typeof(TDelegate));
            object?[] arguments = [.. compile.GetParameters().Select((p, i) => i == 0 ? lambda : p.DefaultValue is DBNull ? null : p.DefaultValue)];
            return (TDelegate)compile.Invoke(null, arguments)!;
        }
    }
}
