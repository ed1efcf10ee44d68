using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The value of a node under eager mode: memory, its own or that of another value, and a layout in it.</summary>
internal sealed class EagerValue
{
    private readonly long version;
    private Storage? storage;

    /// <summary>A value that owns its memory, or looks at that of a variable.</summary>
    public EagerValue(Storage storage, DType dtype, Layout layout, Variable? source = null)
    {
        this.storage = storage;
        DType = dtype;
        Layout = layout;
        Source = source;
        Owner = this;
        version = source?.Version ?? 0;
    }

    private EagerValue(EagerValue owner, Layout layout)
    {
        Owner = owner;
        DType = owner.DType;
        Layout = layout;
    }

    /// <summary>How the elements lie in the memory.</summary>
    public Layout Layout { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The value whose memory this one looks at: itself, unless it is a view.</summary>
    public EagerValue Owner { get; }

    /// <summary>The variable whose memory this is, or null.</summary>
    public Variable? Source { get; }

    /// <summary>Whether the variable that was read has been changed since.</summary>
    public bool IsStale => Source is not null && Source.Version != version;

    /// <summary>The memory.</summary>
    /// <exception cref="GraphException">The value was released, or its variable was updated after it was read.</exception>
    public Storage Storage
    {
        get
        {
            EagerValue owner = Owner;
            return owner.storage is { } memory && !owner.IsStale ? memory : throw owner.Unusable();
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
            GC.KeepAlive(this);
            return data;
        }
    }

    /// <summary>The same memory under another layout.</summary>
    public EagerValue As(Layout layout)
    {
        _ = Storage;
        return new EagerValue(Owner, layout);
    }

    /// <summary>Gives the memory up.</summary>
    public Storage? Release()
    {
        Storage? released = storage;
        storage = null;
        return released;
    }

    private GraphException Unusable() => IsStale
        ? new GraphException(
            $"eager: this node read \"{Source!.Name}\" before it was updated; read the variable again, or, to compute several updates "
            + $"from the old values, give them to one GraphTrace.Update")
        : new GraphException("eager: this value was released when its scope ended; Keep() the nodes that outlive the scope");
}
