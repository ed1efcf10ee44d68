namespace NeuralJit.NN;

/// <summary>Something about a built-in model that can be chosen when it is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Default">Its value where none is given; null takes it from the entry's input shape or number of classes.</param>
public sealed record ModelOption(string Name, string Description, ModelOptionKind Kind = ModelOptionKind.Integer, string? Default = null)
{
    /// <summary>Channels of the input images.</summary>
    public static ModelOption Channels { get; } = new("channels", "channels of the images");

    /// <summary>Height and width of the input images, for models that have to know.</summary>
    public static ModelOption Size { get; } = new("size", "height and width of the images");

    /// <summary>The number of classes.</summary>
    public static ModelOption Classes { get; } = new("classes", "number of classes");
}

/// <summary>What values an option takes.</summary>
public enum ModelOptionKind
{
    /// <summary>A whole number of at least 1.</summary>
    Integer,

    /// <summary>Whole numbers of at least 1, separated by commas, or nothing.</summary>
    Integers,
}
