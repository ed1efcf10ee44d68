namespace NeuralJit.Kernels;

/// <summary>A row and its length: what a row kernel passes to its loop for one width.</summary>
internal readonly struct RowJob(in RowArguments row, long count)
{
    /// <summary>Addresses and strides.</summary>
    public readonly RowArguments Row = row;

    /// <summary>The number of elements.</summary>
    public readonly long Count = count;
}
