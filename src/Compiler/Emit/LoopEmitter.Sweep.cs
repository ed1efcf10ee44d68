using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <content>A sweep: its stretches, their whole vectors and the partial one, and the blocks of its sums.</content>
internal sealed partial class LoopEmitter
{
    /// <summary>One sweep over elements from <paramref name="start"/> to <paramref name="limit"/>, of every stretch.</summary>
    private void EmitLoop(int sweep, LoopSite rowSite, Expression start, Expression limit, List<Expression> code)
    {
        int[] reductions = [.. kernel.Reductions.Where(r => body.Values[r].Sweep == sweep + 1)];
        int unroll = kernel.UnrollOf(sweep);
        var accumulators = reductions.ToDictionary(r => r, r => Accumulators(r, unroll, code));
        var sums = reductions.Where(IsSum).ToDictionary(r => r, _ => new SecondLevel(writer));
        long blockLength = (long)(unroll > 1 ? RunningSum.BlockSteps * unroll : RunningSum.CostlySteps) * simd.VirtualLanes;
        if (stretches is null)
        {
            EmitStretch(code);
        }
        else
        {
            stretch = writer.Assign(code, KernelWriter.Long(0), "stretch");
            var each = new List<Expression>();
            stretchBases = StretchBases(stretch, each);
            EmitStretch(each);
            EmitFlush(each);
            code.Add(KernelWriter.While(stretch, 1, walked ?? stretches, each));
        }
        Expression isLong = stretches is null
            ? Expression.GreaterThan(limit, KernelWriter.Long(blockLength))
            : Expression.Constant(true);
        foreach (int r in reductions)
        {
            rowSite.Known[r] = [Combined(r, accumulators[r], sums.GetValueOrDefault(r), isLong, code)];
        }

        void EmitStretch(List<Expression> into)
        {
            ParameterExpression i = writer.Assign(into, start, "i");
            if (sums.Count == 0)
            {
                EmitWhile(i, unroll, limit, into);
            }
            else
            {
                EmitBlocks(i, into);
            }
            if (unroll > 1)
            {
                EmitWhile(i, 1, limit, into);
            }
            var tail = new List<Expression>();
            EmitElements(sweep, rowSite, i, 0, Expression.Subtract(limit, i), accumulators, tail);
            into.Add(Expression.IfThen(Expression.LessThan(i, limit), Expression.Block(tail)));
        }

        void EmitWhile(ParameterExpression i, int width, Expression end, List<Expression> into)
        {
            var loop = new List<Expression>();
            for (int u = 0; u < width; u++)
            {
                EmitElements(sweep, rowSite, i, u, null, accumulators, loop);
            }
            into.Add(KernelWriter.While(i, (long)width * simd.VirtualLanes, end, loop));
        }

        // Between two blocks of a row, sums are added to their second level and begin again.
        void EmitBlocks(ParameterExpression i, List<Expression> into)
        {
            Expression next = KernelWriter.Plus(i, (long)unroll * simd.VirtualLanes);
            var block = new List<Expression>();
            EmitWhile(i, unroll, writer.Assign(block, KernelWriter.Min(limit, KernelWriter.Plus(i, blockLength)), "stop"), block);
            var flush = new List<Expression>();
            EmitFlush(flush);
            block.Add(Expression.IfThen(Expression.LessThanOrEqual(next, limit), Expression.Block(flush)));
            into.Add(KernelWriter.Until(Expression.GreaterThan(next, limit), block));
        }

        void EmitFlush(List<Expression> into)
        {
            foreach ((int r, SecondLevel second) in sums)
            {
                second.Add(Tree(typeof(SumReducer), accumulators[r]), writer, into);
                into.AddRange(accumulators[r].SelectMany(a => a).Select(a => Expression.Assign(a, SecondLevel.Zero(simd))));
            }
        }
    }

    /// <summary>Where the accesses begin in one stretch of the row.</summary>
    private Dictionary<int, ParameterExpression> StretchBases(ParameterExpression stretch, List<Expression> code)
    {
        var result = new Dictionary<int, ParameterExpression>();
        for (int k = 0; k < body.Memory.Count; k++)
        {
            Expression offset = Expression.Multiply(stretch, writer.Argument(kernel.SlotOf(k) + 2));
            result[k] = writer.Assign(code, Expression.Add(bases[k], offset), $"q{k}");
        }
        return result;
    }
}
