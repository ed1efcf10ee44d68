using NeuralJit.NN;

namespace NeuralJit.Cli;

/// <summary>The options of the encoder layer.</summary>
internal static class EncoderOptions
{
    /// <summary>Positions of a sample by default.</summary>
    public const int Length = 64;

    /// <summary>Numbers per position by default.</summary>
    public const int Features = 256;

    private static readonly ModelOption Heads = new("heads", "heads of the attention", Default: "4");
    private static readonly ModelOption Hidden = new("hidden", "size of the feed-forward part", Default: "1024");

    /// <summary>Positions of a sample.</summary>
    public static ModelOption LengthOption { get; } = new("length", "positions of a sample", Default: "64");

    /// <summary>Numbers per position.</summary>
    public static ModelOption FeaturesOption { get; } = new("features", "numbers per position", Default: "256");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelOption> All { get; } = [LengthOption, FeaturesOption, Heads, Hidden];

    /// <summary>Makes the layer.</summary>
    public static Module Create(ModelOptions options) =>
        new EncoderLayer(options.Integer(FeaturesOption.Name), options.Integer(Heads.Name), options.Integer(Hidden.Name));
}
