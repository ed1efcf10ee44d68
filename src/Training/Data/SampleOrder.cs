using NeuralJit.NN;

namespace NeuralJit.Training;

/// <summary>Orders of samples.</summary>
internal static class SampleOrder
{
    /// <summary>Writes 0, 1, 2, …</summary>
    public static void InTurn(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
    }

    /// <summary>Writes 0, 1, 2, … in an order that seed and stream determine: Fisher and Yates' shuffle.</summary>
    public static void Shuffled(Span<int> order, long seed, string stream)
    {
        InTurn(order);
        var random = new Generator(seed, stream);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.NextInteger(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
