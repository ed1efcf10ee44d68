namespace NeuralJit.NN;

/// <summary>A built-in model.</summary>
/// <param name="Name">Its name in commands and files.</param>
/// <param name="Description">What it is, in one line.</param>
/// <param name="InputShape">The shape of one sample by default, without the batch dimension: (channels, height, width).</param>
/// <param name="Classes">The number of classes by default.</param>
/// <param name="Options">What can be chosen.</param>
/// <param name="Create">Makes the model.</param>
public sealed record ModelEntry(
    string Name, string Description, Shape InputShape, int Classes, IReadOnlyList<ModelOption> Options, Func<ModelOptions, Module> Create)
{
    /// <summary>The names and shapes of the weights that depend on options; what else does (biases) depends on no more.</summary>
    internal Func<ModelOptions, IEnumerable<(string Name, Shape Shape)>> Shapes { get; init; } = _ => [];

    /// <summary>
    /// Checks options against weights before a model is made of them: options that a file names decide how much memory the model takes, and
    /// the file has to have the weights for it.
    /// </summary>
    /// <exception cref="GraphException">
    /// A weight of the model with these options is not in the file, or has another shape there.
    /// </exception>
    public void CheckFits(SafetensorsFile file, ModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        foreach ((string name, Shape shape) in Shapes(options))
        {
            SafetensorsEntry? entry = file.Find(name);
            if (entry is null || !entry.Shape.Equals(shape))
            {
                throw new GraphException(
                    $"{file.Path}: the weights do not fit the model {Name} with {options}: \"{name}\" needs the shape {shape}, "
                    + (entry is null ? "the file has no such weight" : $"in the file it is {entry.Shape}"));
            }
        }
    }

    /// <summary>Whether the model has an option.</summary>
    public bool Takes(ModelOption option) => Options.Contains(option);

    /// <summary>The value of an option that nobody has chosen.</summary>
    internal string DefaultOf(ModelOption option)
    {
        if (option.Default is { } value)
        {
            return value;
        }
        int number = option == ModelOption.Channels ? InputShape[0] : option == ModelOption.Size ? InputShape[-1] : Classes;
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
