namespace NeuralJit.Compilation;

/// <summary>Why two ops share a kernel, or why they do not.</summary>
public enum FusionReason
{
    /// <summary>They share one.</summary>
    Fused,

    /// <summary>The consumer is computed over another iteration space than the producer's kernel.</summary>
    OtherSpace,

    /// <summary>The consumer reads other elements than the one that is being computed (transposed, sliced, shifted).</summary>
    NotAligned,

    /// <summary>One of them runs as a kernel of the library.</summary>
    LibraryOp,

    /// <summary>The consumer is a product or convolution, which reads whole rows and columns of its operands.</summary>
    OperandOfProduct,

    /// <summary>The value is another product or convolution than the one whose kernel the consumer joined.</summary>
    OtherProduct,

    /// <summary>One is a reduction, the other belongs to a product's or convolution's kernel.</summary>
    ReductionOfProduct,

    /// <summary>Both reduce, over different axes.</summary>
    OtherReduction,

    /// <summary>The consumer needs the result of a reduction of columns at every element: memory is walked a second time.</summary>
    ReductionOfColumns,

    /// <summary>What the consumer reads besides does not lie along the lines of a convolution's results.</summary>
    IrregularLines,

    /// <summary>The kernel would hold too many ops.</summary>
    TooManyNodes,

    /// <summary>They compute in different floating-point types.</summary>
    OtherType,

    /// <summary>A third kernel lies between them: it needs the producer, and the consumer needs it.</summary>
    Cycle,

    /// <summary>The producer is computed with the reduction that alone uses it, so that it is never stored; its own inputs are.</summary>
    JoinedReduction,

    /// <summary>The consumer joined the kernel of another of its inputs.</summary>
    JoinedOther,

    /// <summary>No loop nest walks all memory of the kernel: its ops run one by one.</summary>
    NoLoopNest,

    /// <summary>One of them is computed once per version of the parameters, the other in every run.</summary>
    Prepared,
}
