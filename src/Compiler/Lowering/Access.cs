namespace NeuralJit.Compilation;

/// <summary>A place in memory that a kernel reads or writes: a source and strides (in elements) along the axes of the domain.</summary>
/// <param name="Source">The node whose memory it is.</param>
/// <param name="DType">The type of the elements in memory.</param>
/// <param name="Offset">Elements before the first one.</param>
/// <param name="Strides">Elements between neighbours along each axis of the domain; 0 repeats.</param>
internal sealed record Access(Node Source, DType DType, long Offset, long[] Strides)
{
    /// <summary>Whether both are the same elements of the same memory in the same order.</summary>
    public bool IsSameAs(Access other) =>
        ReferenceEquals(Source, other.Source) && Offset == other.Offset && Strides.AsSpan().SequenceEqual(other.Strides);
}
