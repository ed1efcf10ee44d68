using System.CommandLine;
using NeuralJit.NN;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit train</c>.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Data = DataFolder();
    private static readonly Option<string> Model = new("--model")
    {
        Description = $"Which model: {string.Join(", ", ModelCatalog.Entries.Select(e => e.Name))}.",
        HelpName = "NAME",
        Required = true,
    };
    private static readonly Option<string[]> Options = new("--option")
    {
        Description =
            "An option of the model, for example classes=10; may be given several times. Channels, size and classes come from the data.",
        HelpName = "K=V",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<int> Epochs = CommandLine.WholeNumber(
        "--epochs", "How often the model sees the training images.", 5, 1, 1_000_000);
    private static readonly Option<int> Batch = CommandLine.WholeNumber("--batch", "Images per training step.", 32, 1, 65536);
    private static readonly Option<bool> DropLast = new("--drop-last")
    {
        Description = "Leave out the last images of an epoch where they are fewer than a batch.",
    };
    private static readonly Option<double> LearningRate = CommandLine.PositiveNumber("--lr", "The learning rate.", 2e-3);
    private static readonly Option<string> Optimizer =
        CommandLine.OneOf("--optimizer", $"The optimiser: {string.Join(", ", Optimizers.Names)} (sgd has momentum 0.9).", Optimizers.Names,
            Optimizers.Default);
    private static readonly Option<int> Seed = CommandLine.WholeNumber(
        "--seed", "Which random weights and order of images.", 0, 0, int.MaxValue);
    private static readonly Option<string> Output = new(
        "--out")
    { Description = "The file to write: weights as safetensors.", HelpName = "FILE", Required = true };
    private static readonly Option<bool> FindNaN = new(
        "--find-nan")
    { Description = "When the training diverges, name the first node that makes NaN. Slow." };
    private static readonly Option<int> Threads = CompilerArguments.Threads();
    private static readonly Option<int> VectorBits = CompilerArguments.VectorBits();

    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        Model.Validators.Add(result =>
        {
            string name = result.GetValueOrDefault<string>() ?? "";
            Check(error => result.AddError(error.TrimEnd('.') + CommandLine.Meant(name, ModelCatalog.Entries.Select(e => e.Name))), () =>
                ModelCatalog.Find(name));
        });
        var command = new Command("train", "Trains a built-in model on images in IDX files, as MNIST is published, and saves it.")
        {
            Data, Model, Options, Epochs, Batch, DropLast, LearningRate, Optimizer, Seed, Output, FindNaN, Threads, VectorBits,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Model)?.Tokens is [var name]
                && ModelCatalog.Entries.FirstOrDefault(e => e.Name == name.Value) is { } entry)
            {
                Check(result.AddError, () => ModelOptions.Parse(entry, result.GetValue(Options) ?? []));
            }
        });
        command.SetAction(parsed =>
        {
            ModelEntry entry = ModelCatalog.Find(parsed.GetRequiredValue(Model));
            return ModelTraining.Run(new TrainSettings(
                parsed.GetRequiredValue(Data), entry, parsed.GetValue(Options)
                    ?? [], parsed.GetValue(Epochs), parsed.GetValue(Batch), parsed.GetValue(DropLast),
                parsed.GetValue(LearningRate), parsed.GetValue(Optimizer)
                    ?? Optimizers.Default, parsed.GetValue(Seed), parsed.GetRequiredValue(Output), parsed.GetValue(FindNaN),
                CompilerArguments.Read(entry.Name, parsed, Threads, VectorBits)));
        });
        return command;
    }

    /// <summary>The option that names a folder of images.</summary>
    public static Option<string> DataFolder() => new("--data")
    {
        Description = "The folder with train*-images-idx3-ubyte[.gz], t10k*-images-idx3-ubyte[.gz] and their labels.",
        HelpName = "DIR",
        Required = true,
    };

    private static void Check(Action<string> complain, Action check)
    {
        try
        {
            check();
        }
        catch (GraphException error)
        {
            complain(error.Message + ".");
        }
    }
}
