namespace NeuralJit.Kernels.Tests;

/// <summary>A tensor in some layout, with element access by index, for naive references.</summary>
internal sealed unsafe class Strided<T>
    where T : unmanaged
{
    private readonly Storage storage;

    public Strided(int[] lengths, Layout layout, Func<int, T> value)
    {
        Lengths = lengths;
        Strides = new long[lengths.Length];
        long size = 1;
        IEnumerable<int> order = Enumerable.Range(0, lengths.Length);
        foreach (int axis in layout == Layout.Transposed ? order : order.Reverse())
        {
            bool repeated = layout == Layout.Broadcast && axis % 2 == 0;
            Strides[axis] = repeated ? 0 : size;
            size *= repeated ? 1 : lengths[axis];
            size += layout == Layout.Padded ? 3 : 0;
        }

        storage = Storage.Allocate<T>((int)size + 8);
        for (int i = 0; i < storage.Count; i++)
        {
            storage.Span<T>()[i] = value(i);
        }
    }

    public int[] Lengths { get; }

    public long[] Strides { get; }

    public T* Address => (T*)storage.Address;

    public int Count => Lengths.Aggregate(1, (a, b) => a * b);

    public T this[int flat] => Address[Offset(flat)];

    /// <summary>The place of the element that is number <paramref name="flat"/> in row-major order.</summary>
    public long Offset(int flat)
    {
        long offset = 0;
        for (int i = Lengths.Length - 1; i >= 0; i--)
        {
            offset += flat % Lengths[i] * Strides[i];
            flat /= Lengths[i];
        }

        return offset;
    }
}
