using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Memory of a tensor: a pinned managed array whose first used element is 64-byte aligned, so that kernels take its
/// address and <c>Tensor&lt;T&gt;</c> views it without a copy. The garbage collector owns it; nothing is ever disposed.
/// </summary>
/// <remarks>Whoever uses <see cref="Address"/> keeps the storage reachable for as long (<see cref="GC.KeepAlive"/>).</remarks>
public sealed class Storage
{
    private const int Alignment = 64;

    private Storage(Array array, int offset, int count, nint address, int elementSize)
    {
        Array = array;
        Offset = offset;
        Count = count;
        Address = address;
        ByteCount = (long)count * elementSize;
    }

    /// <summary>The array that holds the elements, from <see cref="Offset"/> on.</summary>
    public Array Array { get; }

    /// <summary>The index of the first element in <see cref="Array"/>.</summary>
    public int Offset { get; }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>
    /// The most elements of <typeparamref name="T"/> that <see cref="Allocate{T}"/> gives: what one array holds, less what alignment takes.
    /// </summary>
    public static unsafe int MostElements<T>() where T : unmanaged => Array.MaxLength - (Alignment / sizeof(T));

    /// <summary>The address of the first element, a multiple of 64.</summary>
    public nint Address { get; }

    /// <summary>The number of bytes that the elements take.</summary>
    public long ByteCount { get; }

    /// <summary>Allocates elements of undefined content.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, <see cref="Half"/>, <see cref="BFloat16"/>, float or double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or above <see cref="MostElements{T}"/>.</exception>
    public static unsafe Storage Allocate<T>(int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostElements<T>());
        T[] array = GC.AllocateUninitializedArray<T>(count + (Alignment / sizeof(T)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref array[0]);
        nint address = (start + Alignment - 1) & ~(nint)(Alignment - 1);
        return new Storage(array, (int)((address - start) / sizeof(T)), count, address, sizeof(T));
    }

    /// <summary>Allocates bytes of undefined content, more than 2³¹ too: working memory, whose elements are blocks of 64 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or above 2³⁷ − 3,712.</exception>
    public static Storage AllocateBytes(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (long)MostElements<Block>() * Alignment);
        return Allocate<Block>((int)((bytes + Alignment - 1) / Alignment));
    }

    /// <summary>The elements.</summary>
    /// <exception cref="InvalidCastException">The elements have another type.</exception>
    public Span<T> Span<T>()
        where T : unmanaged =>
        Array is T[] array && typeof(T[]) == array.GetType()
            ? array.AsSpan(Offset, Count)
            : throw new InvalidCastException(
                $"storage: expected elements of {typeof(T).Name}, got {Array.GetType().GetElementType()!.Name}.");

    /// <summary>Sets every byte to zero.</summary>
    public unsafe void Clear()
    {
        new Span<byte>((void*)Address, checked((int)Math.Min(ByteCount, int.MaxValue))).Clear();
        for (long done = int.MaxValue; done < ByteCount; done += int.MaxValue)
        {
            new Span<byte>((byte*)Address + done, (int)Math.Min(ByteCount - done, int.MaxValue)).Clear();
        }

        GC.KeepAlive(this);
    }

    [InlineArray(Alignment)]
    private struct Block
    {
        private byte first;
    }
}
