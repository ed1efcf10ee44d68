using System.CommandLine;
using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit predict</c>: draws held-out images with what a saved model takes them for.</summary>
internal static class PredictCommand
{
    private const int ShownByDefault = 6;

    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        Argument<string> file = EvaluateCommand.ModelFile();
        Option<string> data = TrainCommand.DataFolder();
        Option<int> image = CommandLine.WholeNumber("--image", "The number of the first image, from 0.", 0, 0, int.MaxValue);
        Option<int> count = CommandLine.WholeNumber("--count", "How many images.", ShownByDefault, 1, 10_000);
        Option<int> threads = CompilerArguments.Threads();
        Option<int> bits = CompilerArguments.VectorBits();
        var command = new Command(
            "predict", "Draws held-out images with the class that a saved model gives them.") { file, data, image, count, threads, bits };
        command.SetAction(parsed =>
        {
            // One image is meant when one is named and no number is given.
            bool one = parsed.GetResult(image) is { Implicit: false } && parsed.GetResult(count) is not { Implicit: false };
            CompileOptions compile = CompilerArguments.Read("predict", parsed, threads, bits);
            return Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(data), parsed.GetValue(image), one
                ? 1
                : parsed.GetValue(count), compile);
        });
        return command;
    }

    private static int Run(string path, string folder, int first, int count, CompileOptions compile)
    {
        SavedModel model = SavedModel.Read(path);
        ImageSet test = model.ReadTest(path, folder);
        if (first >= test.Count)
        {
            throw new InvalidDataException($"--image {first}: {folder} has {test.Count} held-out images, 0 to {test.Count - 1}");
        }
        ImageSet chosen = test.Range(first, Math.Min(count, test.Count - first));
        Show(first, chosen, Guess.All(model, chosen, compile));
        return 0;
    }

    private static void Show(int first, ImageSet images, Guess[] guesses)
    {
        int width = images.Images.Shape[2], pixels = images.Images.Shape[1] * width;
        ReadOnlyMemory<float> ink = images.Images.Span<byte>().ToArray().Select(p => p / (float)byte.MaxValue).ToArray();
        long[] labels = images.Labels.Span<long>().ToArray();
        foreach (int[] row in Enumerable.Range(0, guesses.Length).Chunk(DigitPictures.PerRow(width, Terminal.Output.Profile.Width)))
        {
            string[] captions = [.. row.Select(i => Caption(first + i, guesses[i], labels[i]))];
            foreach (string line in DigitPictures.Draw(width, [.. row.Select(i => ink.Slice(i * pixels, pixels))], captions))
            {
                Terminal.Line(line);
            }
            Terminal.Line();
        }
    }

    private static string Caption(int number, Guess guess, long label) => string.Create(CultureInfo.InvariantCulture,
        $"image {number}: {guess.Class} ({100 * guess.Probability:F1} %){(guess.Class == label ? "" : $", wrong: {label}")}");
}
