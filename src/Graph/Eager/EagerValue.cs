using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The value of a node under eager mode: memory, possibly shared with other nodes, and a layout in it.</summary>
internal sealed class EagerValue(Storage storage, DType dtype, Layout layout, Variable? source = null)
{
    private readonly long version = source?.Version ?? 0;
    private Storage? storage = storage;

    /// <summary>How the elements lie in the memory.</summary>
    public Layout Layout { get; } = layout;

    /// <summary>The element type.</summary>
    public DType DType { get; } = dtype;

    /// <summary>The variable whose memory this is, or null.</summary>
    public Variable? Source { get; } = source;

    /// <summary>Whether the variable that was read has been changed since.</summary>
    public bool IsStale => Source is not null && Source.Version != version;

    /// <summary>The memory.</summary>
    /// <exception cref="GraphException">The value was released, or its variable was updated after it was read.</exception>
    public Storage Storage
    {
        get
        {
            if (IsStale)
            {
                throw new GraphException($"eager: this node read \"{Source!.Name}\" before it was updated; read the variable again");
            }
            return storage ?? throw new GraphException("eager: this value was released when its scope ended; Keep() the nodes that outlive the scope");
        }
    }

    /// <summary>The memory as evaluation sees it.</summary>
    public TensorView View => new(Storage.Address, DType, Layout);

    /// <summary>A dense copy of the value.</summary>
    public TensorData Data
    {
        get
        {
            TensorData data = TensorData.Uninitialized(new TensorType(DType, Layout.Shape));
            StridedCopying.Copy(View, data.View);
            return data;
        }
    }

    /// <summary>The same memory under another layout.</summary>
    public EagerValue As(Layout layout) => new(Storage, DType, layout, Source);

    /// <summary>Gives the memory up.</summary>
    public Storage? Release()
    {
        Storage? released = storage;
        storage = null;
        return released;
    }
}
