namespace NeuralJit.Compilation;

/// <summary>How a kernel walks through memory along its innermost loop.</summary>
public enum AccessPattern
{
    /// <summary>Element after element.</summary>
    Contiguous,

    /// <summary>Elements that lie apart.</summary>
    Strided,

    /// <summary>One element again and again.</summary>
    Broadcast,

    /// <summary>At the offsets of a table.</summary>
    Table,
}

/// <summary>Memory that a kernel reads or writes.</summary>
/// <param name="Node">The value whose memory it is.</param>
/// <param name="Bytes">Bytes of the elements that are touched, each counted once.</param>
/// <param name="Pattern">How they are walked.</param>
public sealed record AccessReport(Node Node, long Bytes, AccessPattern Pattern)
{
    /// <summary>An access of loops over <paramref name="domain"/>; where its stride is 0 it repeats.</summary>
    internal static AccessReport Of(Access access, Shape domain, long innerStride)
    {
        long elements = 1;
        for (int axis = 0; axis < domain.Rank; axis++)
        {
            elements *= access.Strides[axis] == 0 ? Math.Min(1, domain[axis]) : domain[axis];
        }
        return new AccessReport(access.Source, Math.Min(elements * access.DType.Size, access.Source.Type.Bytes), PatternOf(innerStride));
    }

    /// <summary>An operand that is read whole: the elements of a view, as far as they are distinct.</summary>
    internal static AccessReport OfOperand(Node operand, AccessPattern pattern)
    {
        Node source = Views.Source(operand);
        return new AccessReport(source, Math.Min(operand.Type.Bytes, source.Type.Bytes), pattern);
    }

    /// <summary>The pattern of a stride.</summary>
    internal static AccessPattern PatternOf(long innerStride) => innerStride switch
    {
        0 => AccessPattern.Broadcast,
        1 => AccessPattern.Contiguous,
        _ => AccessPattern.Strided,
    };
}
