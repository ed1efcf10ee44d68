namespace NeuralJit.Compilation;

/// <summary>
/// How the loops of a contraction move through a tensor: for each loop so many elements along one of the tensor's axes. The outer loops
/// come first; then, for the left operand, the rows and the depth; for the right one, the tiles of columns and the depth; for the result,
/// the rows and the columns.
/// </summary>
/// <param name="Axes">
/// Per loop, the axis along which it moves; <see cref="Memory"/> where it moves through memory, element by element.
/// </param>
/// <param name="Steps">Per loop, elements along that axis; 0 where the loop does not move.</param>
internal sealed record Walk(IntList Axes, IntList Steps)
{
    /// <summary>Stands for an axis: one element after the other, as they lie in memory.</summary>
    public const int Memory = -1;

    /// <summary>Per loop, elements of memory of a tensor with these strides.</summary>
    public long[] On(ReadOnlySpan<long> strides)
    {
        long[] moves = new long[Axes.Count];
        for (int loop = 0; loop < moves.Length; loop++)
        {
            moves[loop] = Steps[loop] * (Axes[loop] == Memory ? 1 : strides[Axes[loop]]);
        }
        return moves;
    }
}
