using System.Linq.Expressions;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <content>The second level of a tile's sums.</content>
internal sealed partial class ContractionEmitter
{
    private TileBlocks? blocks;

    /// <summary>
    /// Cuts a deep sum of products into blocks (see <see cref="BlockSums"/>): each begins with zeros and ends in the memory of the tile,
    /// from where the next one moves it to the second level. The registers are not loaded again: the results are taken from memory.
    /// </summary>
    private sealed class TileBlocks
    {
        private readonly ContractionEmitter owner;
        private readonly ParameterExpression[][] sums;
        private readonly int vectors;
        private readonly ParameterExpression number;

        public TileBlocks(ContractionEmitter owner, ParameterExpression[][] sums, int vectors, List<Expression> code)
        {
            (this.owner, this.sums, this.vectors) = (owner, sums, vectors);
            number = owner.writer.Assign(code, KernelWriter.Long(0), "blocks");
        }

        /// <summary>
        /// The loop over the depth that is cut. Over steps that a table may leave out, blocks end at the same steps wherever they begin.
        /// </summary>
        public void EmitLoop(
            Expression start, Expression last, bool isTapped, Action<Expression, Expression, List<Expression>> steps, List<Expression> code)
        {
            Expression size = owner.blockSize;
            ParameterExpression first = owner.writer.Assign(code, start, "first");
            Expression next = isTapped
                ? Expression.Multiply(KernelWriter.Plus(Expression.Divide(first, size), 1), size)
                : Expression.Add(first, size);
            var block = new List<Expression> { Expression.IfThen(
                Expression.GreaterThan(number, KernelWriter.Long(0)), Call(nameof(KernelRuntime.AddBlock))) };
            block.Add(Expression.Assign(number, KernelWriter.Plus(number, 1)));
            block.AddRange(sums.SelectMany(row => row).Select(register => Expression.Assign(register, SecondLevel.Zero(owner.simd))));
            ParameterExpression stop = owner.writer.Assign(block, KernelWriter.Min(last, next), "stop");
            steps(first, stop, block);
            block.Add(Expression.Assign(first, stop));
            owner.StoreTile(sums, vectors, block);
            code.Add(KernelWriter.Until(Expression.GreaterThanOrEqual(first, last), block));
        }

        /// <summary>The tile in memory becomes the sum of all blocks.</summary>
        public void EmitTotal(List<Expression> code) => code.Add(Call(nameof(KernelRuntime.FinishBlocks)));

        private MethodCallExpression Call(string method)
        {
            long elements = (long)sums.Length * vectors * owner.simd.VirtualLanes;
            Expression levels = KernelWriter.Plus(owner.scratch, elements * owner.simd.ElementSize);
            return owner.writer.Call(method, owner.scratch, levels, KernelWriter.Long(elements), KernelWriter.Plus(number, -1));
        }
    }
}
