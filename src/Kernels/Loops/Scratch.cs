namespace NeuralJit.Kernels;

/// <summary>
/// Working memory of a kernel call: taken from a small stack of buffers per thread and given back at its end, so that
/// repeated calls allocate nothing. Buffers grow to what was needed most.
/// </summary>
internal unsafe ref struct Scratch
{
    private const int Slots = 8;

    [ThreadStatic]
    private static Storage?[]? buffers;

    [ThreadStatic]
    private static int depth;

    private readonly Storage storage;
    private bool held;

    /// <summary>Takes a buffer of at least this many bytes, 64-byte aligned, of undefined content.</summary>
    public Scratch(long bytes)
    {
        int slot = depth;
        buffers ??= new Storage?[Slots];
        bool fits = slot < Slots && buffers[slot] is { } kept && kept.ByteCount >= bytes;
        storage = fits ? buffers[slot]! : Storage.AllocateBytes(Math.Max(bytes, 4096));
        if (slot < Slots)
        {
            buffers[slot] = storage;
        }

        // Only now: where there is no memory, nothing is given back.
        depth++;
        held = true;
    }

    /// <summary>The address of the buffer.</summary>
    public readonly byte* Address => (byte*)storage.Address;

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (held)
        {
            held = false;
            depth--;
            GC.KeepAlive(storage);
        }
    }
}
