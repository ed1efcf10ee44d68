using System.Numerics.Tensors;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>What a model takes an image for.</summary>
/// <param name="Class">The class of the greatest probability.</param>
/// <param name="Probability">That probability.</param>
/// <param name="Loss">The cross-entropy: −ln of the probability of the right class.</param>
internal readonly record struct Guess(int Class, double Probability, double Loss)
{
    /// <summary>The guesses for all images.</summary>
    public static Guess[] All(SavedModel model, ImageSet images, CompileOptions compile, CancellationToken cancellation = default)
    {
        TensorData logits = new Predictor(model.Module, compile).Run(images.Normalize(model.Normalization), cancellation: cancellation);
        int classes = (int)logits.Shape.Count / images.Count;
        var guesses = new Guess[images.Count];
        for (int i = 0; i < guesses.Length; i++)
        {
            guesses[i] = Of(logits.Span<float>().Slice(i * classes, classes), (int)images.Labels.Span<long>()[i]);
        }
        return guesses;
    }

    private static Guess Of(ReadOnlySpan<float> logits, int label)
    {
        int best = TensorPrimitives.IndexOfMax(logits);
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp((double)logit - logits[best]);
        }
        // −ln softmax(x)[label] = ln Σ exp(x − max) + max − x[label]
        return new Guess(best, 1 / sum, Math.Log(sum) + logits[best] - logits[label]);
    }
}
