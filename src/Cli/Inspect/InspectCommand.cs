using System.CommandLine;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit inspect</c>: the optimised graph and each kernel as C#-like source.</summary>
internal static class InspectCommand
{
    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "What to inspect: demo, the model that 'neuraljit demo' trains." };
        model.AcceptOnlyFromAmong("demo");
        var train = new Option<bool>("--train") { Description = "Show the whole training step instead of inference." };
        Option<int> batch = CommandLine.WholeNumber("--batch", "Images per call.", 32, 1, 65536);
        var output = new Option<string?>("--output") { Description = "Write to a file instead of the terminal.", HelpName = "FILE" };
        Option<int> threads = CompilerArguments.Threads();
        Option<int> bits = CompilerArguments.VectorBits();
        var command = new Command("inspect", "Prints the optimised graph and the source of each kernel.") { model, train, batch, output, threads, bits };
        command.SetAction(parsed =>
        {
            CompileOptions compile = CompilerArguments.Read("demo", parsed, threads, bits);
            string dump = Compile(parsed.GetValue(train), parsed.GetValue(batch), compile).Dump();
            if (parsed.GetValue(output) is { } path)
            {
                File.WriteAllText(path, dump);
            }
            else
            {
                // Source code is written as it is: no markup, no wrapping.
                Console.Out.Write(dump);
            }
            return 0;
        });
        return command;
    }

    private static CompiledProgram Compile(bool train, int batch, CompileOptions options)
    {
        var classifier = new DigitClassifier(seed: 0);
        Shape images = [batch, Digits.Side * Digits.Side];
        return train
            ? new TrainingStep(classifier.Objective, classifier.Optimizer, options).For(new TensorType(DType.Float32, images), new TensorType(DType.Int64, [batch]))
            : Compiler.Compile(classifier.Model.Forward, options).For(images);
    }
}
