using System.Runtime.InteropServices;

namespace NeuralJit.Compilation.Tests;

/// <summary>Memory for a tensor in the middle of bytes that mean nothing, all of one value: 0xFF is NaN and −1, 0xCD a negative number.</summary>
internal sealed unsafe class GuardedTensor : IDisposable
{
    /// <summary>Bytes that mean nothing.</summary>
    public static readonly byte[] Fillings = [0xFF, 0xCD];

    private const int Zone = 4096;

    private readonly byte filling;
    private readonly byte* memory;
    private readonly int bytes;

    /// <summary>Memory that nobody has written.</summary>
    public GuardedTensor(TensorType type, byte filling)
    {
        (Type, this.filling, bytes) = (type, filling, checked((int)type.Bytes));
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)(bytes + (2 * Zone)), 64);
        new Span<byte>(memory, bytes + (2 * Zone)).Fill(filling);
    }

    /// <summary>A copy of a tensor.</summary>
    public GuardedTensor(TensorData data, byte filling) : this(data.Type, filling) => Comparison.Bytes(data).CopyTo(Bytes);

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The first element.</summary>
    public nint Address => (nint)(memory + Zone);

    /// <summary>The elements.</summary>
    public Span<byte> Bytes => new(memory + Zone, bytes);

    /// <summary>Fails if something was written before the first or after the last element.</summary>
    public void AssertIntact(string what)
    {
        bool intact = new Span<byte>(memory, Zone).IndexOfAnyExcept(filling) < 0 && new Span<byte>(memory + Zone + bytes, Zone).IndexOfAnyExcept(filling) < 0;
        Assert.That(intact, $"{what}: memory beside {Type} was written");
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(memory);
}
