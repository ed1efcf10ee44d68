using System.Runtime.InteropServices;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Memory for a tensor in the middle of bytes that mean nothing, all of one value: 0xFF is NaN and −1, 0xCD a negative number. Where a page
/// that nobody may touch follows instead (Linux), reading beyond the end ends the process.
/// </summary>
internal sealed unsafe partial class GuardedTensor : IDisposable
{
    /// <summary>Bytes that mean nothing.</summary>
    public static readonly byte[] Fillings = [0xFF, 0xCD];

    private const int Zone = 4096, ReadAndWrite = 3, PrivateAnonymous = 0x22;

    private readonly byte filling;
    private readonly byte* memory;
    private readonly int bytes, length, before, after;

    /// <summary>Memory that nobody has written.</summary>
    public GuardedTensor(TensorType type, byte filling, bool beforePage = false)
    {
        (Type, this.filling, bytes) = (type, filling, checked((int)type.Bytes));
        int pages = (bytes + Zone - 1) / Zone * Zone;
        (before, after) = beforePage ? (Zone + pages - bytes, 0) : (Zone, Zone);
        length = before + bytes + after;
        memory = beforePage ? Pages(length) : (byte*)NativeMemory.AlignedAlloc((nuint)length, 64);
        new Span<byte>(memory, length).Fill(filling);
    }

    /// <summary>A copy of a tensor.</summary>
    public GuardedTensor(TensorData data, byte filling, bool beforePage = false) : this(data.Type, filling, beforePage) =>
        Comparison.Bytes(data).CopyTo(Bytes);

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The first element.</summary>
    public nint Address => (nint)(memory + before);

    /// <summary>The elements.</summary>
    public Span<byte> Bytes => new(memory + before, bytes);

    /// <summary>Fails if something was written before the first or after the last element.</summary>
    public void AssertIntact(string what)
    {
        bool intact = new Span<byte>(memory, before).IndexOfAnyExcept(filling) < 0
            && new Span<byte>(memory + before + bytes, after).IndexOfAnyExcept(filling) < 0;
        Assert.That(intact, $"{what}: memory beside {Type} was written");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (after > 0)
        {
            NativeMemory.AlignedFree(memory);
        }
        else
        {
            _ = Unmap((nint)memory, (nuint)(length + Zone));
        }
    }

    /// <summary>Whole pages, and one after them without any access.</summary>
    private static byte* Pages(int length)
    {
        nint start = Map(0, (nuint)(length + Zone), ReadAndWrite, PrivateAnonymous, -1, 0);
        Assert.That(start, Is.Not.EqualTo(-1));
        Assert.That(Protect(start + length, Zone, 0), Is.Zero);
        return (byte*)start;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
