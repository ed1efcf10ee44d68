using System.Globalization;
using System.Numerics;

namespace NeuralJit;

/// <summary>The labels themselves; a label that is no class is an error when it is seen, never a silent zero.</summary>
/// <param name="Classes">The number of classes: labels are from 0 to Classes − 1.</param>
/// <param name="IgnoreIndex">The one other label that is allowed; where it is a class, there is none.</param>
public sealed record CheckLabels(int Classes, long IgnoreIndex = 0) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        return inputs[0].DType is DType.Int32 or DType.Int64
            ? inputs[0].Type
            : throw new ShapeException($"{Name}: labels must be i32 or i64, got {inputs[0].Type}");
    }

    // Labels are integers.
    /// <inheritdoc/>
    public override Node? Gradient(Node y, Node dy, int input) => null;

    /// <inheritdoc/>
    public override OpFailure Failure => OpFailure.BeforeWriting;

    /// <inheritdoc/>
    public override unsafe void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        using var labels = new DenseView(inputs[0]);
        int count = (int)y.Shape.Count;
        if (y.DType == DType.Int32)
        {
            Check(new ReadOnlySpan<int>(labels.Pointer<int>(), count), y);
        }
        else
        {
            Check(new ReadOnlySpan<long>(labels.Pointer<long>(), count), y);
        }
        StridedCopying.Copy(inputs[0], y);
    }

    private void Check<T>(ReadOnlySpan<T> labels, TensorView y)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < labels.Length; i++)
        {
            long label = long.CreateTruncating(labels[i]);
            if ((ulong)label >= (ulong)Classes && label != IgnoreIndex)
            {
                throw new GraphException(
                    $"{Name}: label {label.ToString(CultureInfo.InvariantCulture)} at position {Position(i, y)} of {y.Type} is "
                    + $"not a class: " +
                    $"expected 0 to {Classes - 1}{Other}");
            }
        }
    }

    private string Other =>
        (ulong)IgnoreIndex < (ulong)Classes ? "" : $", or {IgnoreIndex.ToString(CultureInfo.InvariantCulture)} to ignore the sample";

    private static string Position(long index, TensorView y)
    {
        string[] position = new string[y.Shape.Rank];
        for (int i = position.Length - 1; i >= 0; i--)
        {
            (index, long here) = Math.DivRem(index, y.Shape[i]);
            position[i] = here.ToString(CultureInfo.InvariantCulture);
        }
        return $"[{string.Join(',', position)}]";
    }
}
