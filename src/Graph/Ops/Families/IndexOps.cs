namespace NeuralJit;

/// <summary>What happens where a scatter writes.</summary>
public enum ScatterMode
{
    /// <summary>The new value replaces the old; of several, the last wins.</summary>
    Set,

    /// <summary>The sum.</summary>
    Add,

    /// <summary>The product.</summary>
    Multiply,

    /// <summary>The smaller.</summary>
    Minimum,

    /// <summary>The greater.</summary>
    Maximum,
}

/// <summary>An op that reads or writes elements whose positions along an axis are given by an index tensor.</summary>
/// <param name="Axis">The axis, from 0.</param>
public abstract record IndexOp(int Axis) : Op
{
    // An index may be out of range.
    /// <inheritdoc/>
    public override OpFailure Failure => OpFailure.BeforeWriting;

    /// <summary>Checks the number of inputs, the axis and the type of the indices (input 1).</summary>
    private protected void Check(ReadOnlySpan<Node> inputs, int count)
    {
        ExpectInputs(inputs, count);
        if ((uint)Axis >= (uint)inputs[0].Rank)
        {
            throw new ShapeException($"{Name}: axis {Axis} is out of range for {inputs[0].Type}");
        }
        if (inputs[1].DType is not (DType.Int32 or DType.Int64))
        {
            throw new ShapeException($"{Name}: indices must be i32 or i64, got {inputs[1].Type}");
        }
    }

    /// <summary>Checks that indices select single elements: as many dimensions, and not beyond the extents except along the axis.</summary>
    private protected void CheckElementwise(Node x, Node indices)
    {
        bool fits = x.Rank == indices.Rank;
        for (int i = 0; fits && i < x.Rank; i++)
        {
            fits = i == Axis || indices.Shape[i] <= x.Shape[i];
        }
        if (!fits)
        {
            throw new ShapeException(
                $"{Name}: indices {indices.Type} must have the rank of {x.Type} and, except along axis {Axis}, no greater extents");
        }
    }
}
