namespace NeuralJit;

/// <summary>Ranges of memory with owners, to be searched by address.</summary>
internal sealed class OwnedMemory
{
    private readonly List<Range> ranges = [];
    private readonly nint start;
    private readonly nint end;

    /// <summary>Takes the memory of tensors, which must live on, with what errors call them.</summary>
    public OwnedMemory(IEnumerable<(TensorData Tensor, string Owner)> tensors)
    {
        var known = new HashSet<nint>();
        foreach ((TensorData tensor, string owner) in tensors)
        {
            if (tensor.Type.Bytes > 0 && known.Add(tensor.Address))
            {
                ranges.Add(new Range(tensor.Address, tensor.Address + (nint)tensor.Type.Bytes, owner));
            }
        }
        ranges.Sort((a, b) => a.Start.CompareTo(b.Start));
        start = ranges.Count == 0 ? 0 : ranges[0].Start;
        end = ranges.Count == 0 ? 0 : ranges[^1].End;
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
        int low = 0, high = ranges.Count;
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
        return low < ranges.Count && ranges[low].Start < last && first < last ? ranges[low].Owner : null;
    }

    private sealed record Range(nint Start, nint End, string Owner);
}
