using System.CommandLine;
using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit evaluate</c>: loss and accuracy of a saved model, whole and by class.</summary>
internal static class EvaluateCommand
{
    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        Argument<string> file = ModelFile();
        Option<string> data = TrainCommand.DataFolder();
        Option<int> threads = CompilerArguments.Threads();
        Option<int> bits = CompilerArguments.VectorBits();
        var command = new Command("evaluate", "Measures a saved model on held-out images.") { file, data, threads, bits };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(data), CompilerArguments.Read("evaluate", parsed, threads, bits)));
        return command;
    }

    /// <summary>The argument that names a file of <c>neuraljit train</c>.</summary>
    public static Argument<string> ModelFile() => new("FILE") { Description = "A file that 'neuraljit train' wrote." };

    private static int Run(string path, string folder, CompileOptions compile)
    {
        using var interruption = new Interruption();
        SavedModel model = SavedModel.Read(path);
        ImageSet test = model.ReadTest(path, folder);
        Terminal.Line($"{model.Entry.Name} ({model.Options}): {test.Count} held-out images");
        return HeldOut.Show(() =>
        {
            Guess[] guesses = HeldOut.Measure(model, test, compile, interruption.Token);
            Terminal.Output.Write(ByClass(model, test, guesses));
            new ConfusionMatrix(test.Labels.Span<long>().ToArray(), guesses, model.Classes).Write();
        });
    }

    private static Table ByClass(SavedModel model, ImageSet test, Guess[] guesses)
    {
        long[] labels = test.Labels.Span<long>().ToArray();
        Table table = Terminal.Table("class", "images", "right", "accuracy");
        for (int number = 0; number < model.Classes; number++)
        {
            int[] images = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == number)];
            int right = images.Count(i => guesses[i].Class == number);
            string share = images.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * right / images.Length:F2} %");
            table.AddText(Text(number), Text(images.Length), Text(right), share);
        }
        return table;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
