using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <content>Where the values of a row are computed.</content>
internal sealed partial class LoopEmitter
{
    /// <summary>A place on a row: element i + offset, or the row itself.</summary>
    private sealed class LoopSite(LoopEmitter owner, ParameterExpression? index, long offset) : Site
    {
        public bool OnePart { get; init; }

        public override int Parts => OnePart ? 1 : owner.simd.Parts;

        public override InnerStep Step(int access) => index is null ? InnerStep.None : owner.kernel.Steps[access];

        public override Expression Stride(int access) => owner.strides[access];

        public override Expression Address(int access, int part)
        {
            int size = owner.body.Memory[access].Size;
            return Step(access) switch
            {
                InnerStep.None => Base(access),
                InnerStep.One => Offset(Base(access), size, part),
                _ => Expression.Add(Base(access), KernelWriter.Times(Expression.Multiply(
                    KernelWriter.Plus(index!, offset + (part * owner.simd.Lanes)), owner.strides[access]), size)),
            };
        }

        private ParameterExpression Base(int access) => (index is null ? owner.bases : owner.stretchBases)[access];

        public Expression Offset(Expression start, int size, int part) =>
            KernelWriter.Plus(Expression.Add(start, KernelWriter.Times(index!, size)), (offset + (part * owner.simd.Lanes)) * size);
    }
}
