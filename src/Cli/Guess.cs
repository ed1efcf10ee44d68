using System.Numerics.Tensors;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>What a model takes an image for.</summary>
/// <param name="Class">The class of the greatest probability.</param>
/// <param name="Probability">That probability.</param>
internal readonly record struct Guess(int Class, float Probability)
{
    /// <summary>The guesses for all images.</summary>
    public static Guess[] All(SavedModel model, ImageSet images, CompileOptions compile, CancellationToken cancellation)
    {
        TensorData logits = new Predictor(model.Module, compile).Run(images.Normalize(model.Normalization), cancellation: cancellation);
        int classes = (int)logits.Shape.Count / images.Count;
        var guesses = new Guess[images.Count];
        float[] probabilities = new float[classes];
        for (int i = 0; i < guesses.Length; i++)
        {
            TensorPrimitives.SoftMax(logits.Span<float>().Slice(i * classes, classes), probabilities);
            int best = TensorPrimitives.IndexOfMax<float>(probabilities);
            guesses[i] = new Guess(best, probabilities[best]);
        }
        return guesses;
    }
}
