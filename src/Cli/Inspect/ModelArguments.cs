using System.CommandLine;
using System.CommandLine.Parsing;

namespace NeuralJit.Cli;

/// <summary>Options of the commands that look at a built-in model.</summary>
internal static class ModelArguments
{
    /// <summary>Options of the model.</summary>
    public static Option<string[]> Options() => new("--option")
    {
        Description = "An option of the model, for example classes=10; may be given several times.",
        HelpName = "K=V",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The model that the arguments name.</summary>
    public static ModelSpec Read(
        ParseResult parsed, string model, Option<string[]> options, Option<int> batch, Argument<string?> type, Option<string?> input,
            Option<string> loss) =>
        ModelSpec.Parse(model, parsed.GetValue(options) ?? [], parsed.GetValue(batch)) with
        {
            Type = parsed.GetValue(type),
            Input = parsed.GetValue(input),
            Loss = parsed.GetRequiredValue(loss)
        };

    /// <summary>The class of a module in a program.</summary>
    public static Argument<string?> Type()
    {
        var argument = new Argument<string?>(
            "TYPE")
        {
            Description = "The class of the module, where MODEL is a .dll; its constructor has no parameters.",
            Arity = ArgumentArity.ZeroOrOne
        };
        argument.Validators.Add(result =>
        {
            // An option that there is not would be taken for the class.
            if (result.Tokens is [var token] && token.Value.StartsWith('-'))
            {
                IEnumerable<string> known = result.Parent is CommandResult command ? command.Command.Options.Select(o => o.Name) : [];
                result.AddError($"Unrecognized command or argument '{token.Value}'{CommandLine.Meant(token.Value, known)}.");
            }
        });
        return argument;
    }

    /// <summary>What a sample is.</summary>
    public static Option<string?> Input() => new("--input")
    {
        Description =
            "The shape of one sample of a module of your own, without the batch: 1,28,28; perhaps with its element type: i64[12].",
        HelpName = "SHAPE",
    };

    /// <summary>What a module of the user's own is trained for.</summary>
    public static Option<string> Loss() =>
        CommandLine.OneOf("--loss", $"What training a module of your own makes small: {string.Join(", ", UserModel.Losses)}.",
            UserModel.Losses, UserModel.MeanSquaredError);

    /// <summary>Samples per call.</summary>
    public static Option<int> Batch() => CommandLine.WholeNumber("--batch", "Samples per call.", 32, 1, 65536);

    /// <summary>The optimiser of the training step.</summary>
    public static Option<string> Optimizer() =>
        CommandLine.OneOf("--optimizer", $"The optimiser of the training step: {string.Join(", ", Optimizers.Names)}.", Optimizers.Names,
            Optimizers.Default);
}
