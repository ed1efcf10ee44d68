using NeuralJit.NN;

namespace NeuralJit.Cli;

/// <summary>The optimisers that the command line knows.</summary>
internal static class Optimizers
{
    public const string Default = "adam";

    private const double Momentum = 0.9;

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, double, Optimizer>> ByName = new()
    {
        ["sgd"] = (parameters, rate) => new SGD(parameters, rate, Momentum),
        [Default] = (parameters, rate) => new Adam(parameters, rate),
        ["adamw"] = (parameters, rate) => new AdamW(parameters, rate),
    };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Makes the optimiser of this name.</summary>
    public static Optimizer Create(string name, IEnumerable<Parameter> parameters, double learningRate) =>
        ByName[name](parameters, learningRate);
}
