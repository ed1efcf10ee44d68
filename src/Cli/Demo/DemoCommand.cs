using System.CommandLine;
using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit demo</c>.</summary>
internal static class DemoCommand
{
    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        Option<int> seeds = CommandLine.WholeNumber("--seeds", "How many models to train, each from other random weights.", 1, 1, 100);
        Option<int> seed = CommandLine.WholeNumber("--seed", "The first model's seed.", 0, 0, int.MaxValue);
        Option<int> epochs = CommandLine.WholeNumber("--epochs", "How often each model sees the training images.", 60, 1, 1_000_000);
        Option<int> batch = CommandLine.WholeNumber("--batch", "Images per training step.", 32, 1, 1437);
        var verbose = new Option<bool>("--verbose") { Description = "List the model, the passes and the kernels too." };
        Option<int> threads = CompilerArguments.Threads();
        Option<int> bits = CompilerArguments.VectorBits();
        var command = new Command("demo", "Trains a classifier of handwritten digits and shows what the compiler makes of it.")
        {
            seeds, seed, epochs, batch, verbose, threads, bits,
        };
        command.SetAction(parsed =>
        {
            CompileOptions compile = CompilerArguments.Read("demo", parsed, threads, bits);
            return Demo.Run(new DemoSettings(parsed.GetValue(seeds), parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(batch),
                parsed.GetValue(verbose), compile));
        });
        return command;
    }
}
