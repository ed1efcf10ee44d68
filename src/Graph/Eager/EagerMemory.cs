using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Memory of eager values, kept for reuse by element type and count.</summary>
internal sealed class EagerMemory
{
    private readonly Dictionary<(DType, int), Stack<Storage>> free = [];

    /// <summary>The innermost open scope.</summary>
    public EagerScope? Scope { get; set; }

    /// <summary>Memory for a dense value.</summary>
    public EagerValue Rent(TensorType type)
    {
        var key = (type.DType, (int)type.Shape.Count);
        Storage storage = free.TryGetValue(key, out Stack<Storage>? stack) && stack.TryPop(out Storage? reused)
            ? reused
            : TensorData.Uninitialized(type).Storage;
        var value = new EagerValue(storage, type.DType, Layout.Dense(type.Shape));
        Scope?.Add(value);
        return value;
    }

    /// <summary>Takes memory back.</summary>
    public void Return(Storage storage, DType dtype)
    {
        var key = (dtype, storage.Count);
        if (!free.TryGetValue(key, out Stack<Storage>? stack))
        {
            free[key] = stack = new Stack<Storage>();
        }
        stack.Push(storage);
    }
}
