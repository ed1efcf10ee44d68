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
