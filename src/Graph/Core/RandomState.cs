namespace NeuralJit;

/// <summary>The state of random numbers: seed and step, u64[2].</summary>
public static class RandomState
{
    /// <summary>A state that begins at step 0.</summary>
    public static State Create(long seed) => new(TensorData.From<ulong>([2], [unchecked((ulong)seed), 0]), "random");

    /// <summary>A state with a seed that no other has in this process.</summary>
    public static State Create() => Create(FreshSeed.Next());

    /// <summary>Goes to the next step by hand (compiled functions do it themselves, once per run).</summary>
    public static void Advance(State random)
    {
        random.Data.Span<ulong>()[1]++;
        random.MarkChanged();
    }
}
