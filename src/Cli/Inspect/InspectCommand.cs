using System.CommandLine;

namespace NeuralJit.Cli;

/// <summary>The command <c>neuraljit inspect</c>: everything that the compiler did to a model, in many forms.</summary>
internal static class InspectCommand
{
    private const string Examples = """

        Examples:
          neuraljit inspect classifier                                  a screen; --verbose gives the whole report
          neuraljit inspect classifier --train --out step.html --profile
          neuraljit inspect resnet18 --stage written --format tree      the model as you wrote it
          neuraljit inspect mlp:hidden=512,256:batch=64 --stage code    the generated kernels
          neuraljit inspect encoder --train --out before.json
          neuraljit inspect encoder --train --diff before.json          what has changed since
          neuraljit inspect lenet --diff eager --profile --out lenet.html
          neuraljit inspect lenet --stage written --out lenet.txt       then: neuraljit inspect lenet.txt
          neuraljit inspect lenet.safetensors --train                   a model that 'neuraljit train' wrote
          neuraljit inspect MyApp.dll MyModel --input 1,28,28           a module of your own
        """;

    private static readonly Argument<string> Model = new("MODEL")
    {
        Description =
            $"A built-in model ({string.Join(", ", Specimen.Entries.Select(e => e.Name))}), perhaps with options "
            + $"(classifier:size=16:batch=8); a file that 'neuraljit train' wrote "
            + "(.safetensors); a program with a module of your own (.dll); or a file of a graph as text.",
    };
    private static readonly Argument<string?> Type = ModelArguments.Type();
    private static readonly Option<string?> Input = ModelArguments.Input();
    private static readonly Option<string> Loss = ModelArguments.Loss();
    private static readonly Option<string[]> ModelOption = ModelArguments.Options();
    private static readonly Option<bool> Train = new("--train") { Description = "Look at the whole training step instead of inference." };
    private static readonly Option<int> Batch = ModelArguments.Batch();
    private static readonly Option<string> Optimizer = ModelArguments.Optimizer();
    private static readonly Option<string?> Stage = new("--stage")
    {
        Description = "Only this: written, gradients, the name of a pass, optimized, kernels, plan or code.",
        HelpName = "NAME",
    };
    private static readonly Option<bool> All = new("--all") { Description = "The graph at every stage." };
    private static readonly Option<string> Format = new(
        "--format")
    {
        Description = $"The form: {string.Join(", ", InspectForms.Names)}; by default that of the extension of --out.",
        HelpName = "FORM",
        DefaultValueFactory = _ => InspectForms.Text
    };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "The whole report as text, not its first screen." };
    private static readonly Option<bool> Open = new(
        "--open")
    { Description = "Open the page in a browser; without --out from the folder for temporary files." };
    private static readonly Option<string?> Output = new(
        "--out", "--output")
    { Description = "Write to a file instead of the terminal.", HelpName = "FILE" };
    private static readonly Option<bool> Profile = new("--profile") { Description = "Measure each kernel, and the machine's peak." };
    private static readonly Option<string?> Trace = new(
        "--trace")
    { Description = "Measure, and write one run in the trace format of Chrome and Perfetto.", HelpName = "FILE" };
    private static readonly Option<string?> Diff = new(
        "--diff")
    {
        Description =
        $"Compare with another model, graph file, report (.json) of before, or '{Inspection.Eager}', the same op by op; as text, or side "
        + $"by side as html.",
        HelpName = "OTHER"
    };
    private static readonly Option<int> Threads = CompilerArguments.Threads();
    private static readonly Option<int> VectorBits = CompilerArguments.VectorBits();
    private static readonly Option[] OnlyOfModels = [ModelOption, Train, Batch, Optimizer, Input, Loss];

    /// <summary>Describes the command and its options.</summary>
    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. InspectForms.Names]);
        var command = new Command("inspect", "Shows what the compiler made of a model: graphs, rewrites, kernels, memory.\n" + Examples)
        {
            Model, Type, ModelOption, Input, Train, Batch, Optimizer, Loss, Stage, All, Verbose, Format, Output, Open, Profile, Trace, Diff,
                Threads, VectorBits,
        };
        command.Validators.Add(result =>
        {
            // Not by their values: an option without its argument has none to ask for.
            if (result.GetResult(Stage) is not null && result.GetResult(All) is { Implicit: false })
            {
                result.AddError("--stage and --all exclude each other.");
            }
        });
        command.SetAction(parsed =>
        {
            string model = parsed.GetRequiredValue(Model);
            ModelSpec spec = ModelArguments.Read(parsed, model, ModelOption, Batch, Type, Input, Loss);
            string form = parsed.GetRequiredValue(Format);
            if (GraphFile.IsFile(spec.Name) && OnlyOfModels.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } option)
            {
                throw new InvalidDataException($"{option.Name} does not go with {spec.Name}: the graph of a file is taken as it stands");
            }
            return Inspection.Run(new InspectSettings
            {
                Model = spec,
                Train = parsed.GetValue(Train),
                Optimizer = parsed.GetRequiredValue(Optimizer),
                Stage = parsed.GetValue(Stage),
                All = parsed.GetValue(All),
                Format = parsed.GetResult(Format) is { Implicit: false }
                    ? form
                    : parsed.GetValue(Open) ? InspectForms.Html : InspectForms.OfFile(parsed.GetValue(Output), form),
                Output = parsed.GetValue(Output),
                Verbose = parsed.GetValue(Verbose),
                Open = parsed.GetValue(Open),
                Profile = parsed.GetValue(Profile),
                Trace = parsed.GetValue(Trace),
                Diff = parsed.GetValue(Diff),
                Compile = CompilerArguments.Read(model, parsed, Threads, VectorBits),
            });
        });
        return command;
    }
}
