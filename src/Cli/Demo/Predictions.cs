using System.Numerics.Tensors;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Draws test images with what the model takes them for.</summary>
internal static class Predictions
{
    private const int Shown = 8;
    private const int MistakesShown = 2;

    /// <summary>Draws test images of different digits, and some that the model gets wrong.</summary>
    public static void Show(CompiledProgram forward, Dataset test)
    {
        float[] logits = new float[test.Count * Digits.Classes];
        forward.Run<float, float>(test.Inputs.Span<float>(), logits);
        int[] predicted = [.. Enumerable.Range(0, test.Count)
            .Select(i => TensorPrimitives.IndexOfMax(logits.AsSpan(i * Digits.Classes, Digits.Classes)))];
        long[] labels = test.Targets.Span<long>().ToArray();
        int[] mistakes = [.. Enumerable.Range(0, test.Count).Where(i => predicted[i] != labels[i])];
        IEnumerable<int> right = Enumerable.Range(0, test.Count).Except(mistakes).DistinctBy(i => labels[i]);
        int[] chosen = [.. right.Take(Shown - Math.Min(mistakes.Length, MistakesShown)), .. mistakes.Take(MistakesShown)];

        ReadOnlyMemory<float> pixels = test.Inputs.Span<float>().ToArray();
        ReadOnlyMemory<float>[] images = [.. chosen.Select(i => pixels.Slice(i * Digits.Side * Digits.Side, Digits.Side * Digits.Side))];
        HalfBlocks.Write("", Digits.Side, images, [.. chosen.Select(i => $"says {predicted[i]}")],
            [.. chosen.Select(i => predicted[i] == labels[i] ? "" : $"is {labels[i]}")]);
    }
}
