using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>The second level of a sum in registers, as high + low: see <see cref="RunningSum"/>.</summary>
internal sealed class SecondLevel
{
    private readonly SimdTypes simd;
    private readonly ParameterExpression[] high;
    private readonly ParameterExpression[] low;

    /// <summary>Two locals per register. They begin as 0, and are 0 again after <see cref="EmitTotal"/>.</summary>
    public SecondLevel(KernelWriter writer)
    {
        simd = writer.Simd;
        high = [.. Enumerable.Range(0, simd.Parts).Select(_ => writer.Local(simd.Vector, "high"))];
        low = [.. Enumerable.Range(0, simd.Parts).Select(_ => writer.Local(simd.Vector, "low"))];
    }

    /// <summary>0 in every lane: where a running sum begins.</summary>
    public static Expression Zero(SimdTypes simd) => Expression.Call(simd.Identity(typeof(SumReducer)));

    /// <summary>high + low += block, as <see cref="RunningSum.Add"/> does.</summary>
    public void Add(Expression[] block, KernelWriter writer, List<Expression> code)
    {
        for (int part = 0; part < simd.Parts; part++)
        {
            ParameterExpression x = writer.Assign(code, block[part], "block"), sum = writer.Assign(code, Sum(high[part], x), "sum");
            ParameterExpression rest = writer.Assign(code, Sum(low[part], Lost(high[part], x, sum)), "rest");
            code.Add(Expression.Assign(high[part], Sum(sum, rest)));
            code.Add(Expression.Assign(low[part], Lost(sum, rest, high[part])));
        }
    }

    /// <summary>last += everything that was added.</summary>
    public void EmitTotal(ParameterExpression[] last, List<Expression> code)
    {
        for (int part = 0; part < simd.Parts; part++)
        {
            code.Add(Expression.Assign(last[part], Sum(high[part], Sum(low[part], last[part]))));
        }
        code.AddRange(high.Concat(low).Select(register => Expression.Assign(register, Zero(simd))));
    }

    private MethodCallExpression Sum(Expression a, Expression b) => Expression.Call(simd.Apply(typeof(SumReducer)), a, b);

    private MethodCallExpression Lost(Expression a, Expression b, Expression sum) =>
        Expression.Call(simd.Runtime(nameof(KernelRuntime.Lost)), a, b, sum);
}
