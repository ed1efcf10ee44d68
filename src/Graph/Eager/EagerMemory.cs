using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// Memory of eager values, kept for reuse by element type and count. What lies idle is at most twice what a step needs, by the greatest of
/// the last steps: the sizes that were not wanted for longest are given up.
/// </summary>
internal sealed class EagerMemory
{
    private const double MostIdle = 2, Forgetting = 15.0 / 16;

    private readonly Dictionary<(DType, int), IdleMemory> idle = [];
    private long idleBytes;
    private long step;
    private double bytesOfStep;
    private double bytesOfSteps;

    /// <summary>The innermost open scope.</summary>
    public EagerScope? Scope { get; set; }

    /// <summary>Memory for a dense value.</summary>
    public EagerValue Rent(TensorType type)
    {
        IdleMemory same = Idle((type.DType, (int)type.Shape.Count));
        same.LastStep = step;
        bytesOfStep += type.Bytes;
        if (same.Storages.TryPop(out Storage? storage))
        {
            idleBytes -= storage.ByteCount;
        }
        else
        {
            storage = TensorData.Uninitialized(type).Storage;
        }
        var value = new EagerValue(storage, type.DType, Layout.Dense(type.Shape));
        Scope?.Add(value);
        return value;
    }

    /// <summary>Takes memory back.</summary>
    public void Return(Storage storage, DType dtype)
    {
        Idle((dtype, storage.Count)).Storages.Push(storage);
        idleBytes += storage.ByteCount;
    }

    /// <summary>Says that the outermost scope has ended.</summary>
    public void EndStep()
    {
        bytesOfSteps = Math.Max(bytesOfStep, bytesOfSteps * Forgetting);
        bytesOfStep = 0;
        step++;
        while (idleBytes > MostIdle * bytesOfSteps)
        {
            ((DType, int) key, IdleMemory oldest) = idle.MinBy(i => i.Value.LastStep);
            idleBytes -= oldest.Storages.Sum(s => s.ByteCount);
            idle.Remove(key);
        }
    }

    private IdleMemory Idle((DType, int) key)
    {
        if (!idle.TryGetValue(key, out IdleMemory? same))
        {
            idle[key] = same = new IdleMemory();
        }
        return same;
    }

    private sealed class IdleMemory
    {
        public Stack<Storage> Storages { get; } = [];

        public long LastStep { get; set; }
    }
}
