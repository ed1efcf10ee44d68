using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <summary>Emits the addresses at which the accesses of a loop kernel start, given the number of an outer iteration.</summary>
internal static class OuterAddresses
{
    /// <summary>
    /// Assigns a base address per access: its start plus index · stride for each outer loop. Gives the index of the last outer loop.
    /// </summary>
    public static Expression Emit(LoopKernel kernel, KernelWriter writer, ParameterExpression number,
        Dictionary<int, ParameterExpression> bases, List<Expression> code)
    {
        var indices = new Expression[kernel.OuterRank];
        Expression rest = number;
        for (int d = kernel.OuterRank - 1; d >= 1; d--)
        {
            ParameterExpression extent = writer.Assign(code, writer.Argument(LoopKernel.FirstExtent + d), $"extent{d}");
            ParameterExpression before = writer.Assign(code, rest, $"rest{d}");
            ParameterExpression quotient = writer.Assign(code, Expression.Divide(before, extent), $"quotient{d}");
            indices[d] = writer.Assign(code, Expression.Subtract(before, Expression.Multiply(quotient, extent)), $"index{d}");
            rest = quotient;
        }
        if (kernel.OuterRank > 0)
        {
            indices[0] = rest;
        }
        for (int k = 0; k < kernel.Body.Memory.Count; k++)
        {
            Expression address = writer.Argument(kernel.SlotOf(k));
            for (int d = 0; d < kernel.OuterRank; d++)
            {
                address = Expression.Add(address, Expression.Multiply(indices[d], writer.Argument(kernel.SlotOf(k) + 3 + d)));
            }
            if (!bases.TryGetValue(k, out ParameterExpression? local))
            {
                bases[k] = local = writer.Local(typeof(long), $"p{k}");
            }
            code.Add(Expression.Assign(local, address));
        }
        return kernel.OuterRank > 0 ? indices[^1] : number;
    }

    /// <summary>How far the loop over segment <paramref name="index"/> goes: the last one may be shorter.</summary>
    public static ParameterExpression ExtentOf(
        LoopKernel kernel, KernelWriter writer, Expression index, Expression extent, string name, List<Expression> code) =>
        writer.Assign(code, KernelWriter.Min(
            extent, Expression.Subtract(writer.Argument(kernel.SegmentedExtent), Expression.Multiply(index, extent))), name);
}
