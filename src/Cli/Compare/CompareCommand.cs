using System.CommandLine;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit compare</c>: a model compiled against the same model in eager mode.</summary>
internal static class CompareCommand
{
    private const string Examples = """

        Examples:
          neuraljit compare classifier --batch 32
          neuraljit compare encoder --option length=128 --batch 1 --threads 1
          neuraljit compare MyApp.dll MyModel --input 1,28,28 --batch 8
        """;

    private static readonly Argument<string> Model = new("MODEL")
    {
        Description =
            $"A built-in model ({string.Join(", ", Specimen.Entries.Select(e => e.Name))}), perhaps with options (classifier:size=16); a "
            + $"file that 'neuraljit train' wrote (.safetensors); "
            + "or a program with a module of your own (.dll).",
    };
    private static readonly Argument<string?> Type = ModelArguments.Type();
    private static readonly Option<string?> Input = ModelArguments.Input();
    private static readonly Option<string> Loss = ModelArguments.Loss();
    private static readonly Option<string[]> ModelOption = ModelArguments.Options();
    private static readonly Option<int> Batch = ModelArguments.Batch();
    private static readonly Option<string> Optimizer = ModelArguments.Optimizer();
    private static readonly Option<int> Threads = CompilerArguments.Threads();
    private static readonly Option<int> VectorBits = CompilerArguments.VectorBits();

    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        var command = new Command(
            "compare",
            "Compares compiled code with eager mode, forward and training step: time, kernels, memory traffic, allocations, and why.\n"
            + Examples)
        {
            Model, Type, ModelOption, Input, Batch, Optimizer, Loss, Threads, VectorBits,
        };
        command.SetAction(parsed =>
        {
            string model = parsed.GetRequiredValue(Model);
            ModelSpec spec = ModelArguments.Read(parsed, model, ModelOption, Batch, Type, Input, Loss);
            if (GraphFile.IsFile(spec.Name))
            {
                throw new InvalidDataException(
                    $"compare needs a model: {spec.Name} is a file of a graph, which cannot run in eager mode; see it with "
                    + $"'neuraljit inspect'");
            }
            return Comparison.Run(
                Specimen.Create(spec, parsed.GetRequiredValue(Optimizer)), CompilerArguments.Read(model, parsed, Threads, VectorBits));
        });
        return command;
    }
}
