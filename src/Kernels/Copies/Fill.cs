namespace NeuralJit.Kernels;

/// <summary>Sets every element to one value.</summary>
public static unsafe class Fill
{
    /// <summary>y[i] = value.</summary>
    /// <param name="y">The destination, dense.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="value">The value.</param>
    public static void Run<T>(T* y, long count, T value)
        where T : unmanaged
    {
        // One core fills memory about as fast as the memory takes it, so this is not worth a fork.
        const int Part = 1 << 28;
        for (long i = 0; i < count; i += Part)
        {
            new Span<T>(y + i, (int)Math.Min(Part, count - i)).Fill(value);
        }
    }
}
