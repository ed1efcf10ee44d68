namespace NeuralJit.Kernels;

/// <summary>The innermost loop of up to four operands: addresses and strides in bytes, the destination first.</summary>
internal struct RowArguments
{
    /// <summary>The destination.</summary>
    public long Address0;

    /// <summary>The first source.</summary>
    public long Address1;

    /// <summary>The second source.</summary>
    public long Address2;

    /// <summary>The third source.</summary>
    public long Address3;

    /// <summary>The destination's stride.</summary>
    public long Stride0;

    /// <summary>The first source's stride.</summary>
    public long Stride1;

    /// <summary>The second source's stride.</summary>
    public long Stride2;

    /// <summary>The third source's stride.</summary>
    public long Stride3;
}
