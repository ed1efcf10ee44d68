namespace NeuralJit;

/// <summary>Ranges of memory with owners, to be searched by address.</summary>
internal sealed class OwnedMemory
{
    private readonly (nint Start, nint End, string Owner)[] ranges;
    private readonly nint start;
    private readonly nint end;

    /// <summary>Takes the memory of tensors, which must live on, with what errors call them.</summary>
    public OwnedMemory(IEnumerable<(TensorData Tensor, string Owner)> tensors)
    {
        ranges = [.. tensors.Where(t => t.Tensor.Type.Bytes > 0).DistinctBy(t => t.Tensor.Address)
            .Select(t => (t.Tensor.Address, t.Tensor.Address + (nint)t.Tensor.Type.Bytes, t.Owner)).OrderBy(t => t.Item1)];
        start = ranges.Length == 0 ? 0 : ranges[0].Start;
        end = ranges.Length == 0 ? 0 : ranges[^1].End;
    }

    /// <summary>The first owner of a byte of a range, or null.</summary>
    public string? Find(nint address, long bytes)
    {
        nint last = address + (nint)bytes;
        return address < end && start < last ? Search(address, last) : null;
    }

    private string? Search(nint first, nint last)
    {
        // The first range that ends behind the first byte.
        int low = 0, high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ranges[middle].End <= first)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < ranges.Length && ranges[low].Start < last && first < last ? ranges[low].Owner : null;
    }
}
