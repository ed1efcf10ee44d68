using System.CommandLine;

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

    /// <summary>Samples per call.</summary>
    public static Option<int> Batch() => CommandLine.WholeNumber("--batch", "Samples per call.", 32, 1, 65536);

    /// <summary>The optimiser of the training step.</summary>
    public static Option<string> Optimizer()
    {
        var option = new Option<string>("--optimizer")
        {
            Description = $"The optimiser of the training step: {string.Join(", ", Optimizers.Names)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Optimizers.Default,
        };
        option.AcceptOnlyFromAmong([.. Optimizers.Names]);
        return option;
    }
}
