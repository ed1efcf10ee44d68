using System.Globalization;

namespace NeuralJit.NN;

/// <summary>The options that a built-in model is made with: a value for each that it takes.</summary>
public sealed class ModelOptions
{
    private readonly ModelEntry model;
    private readonly Dictionary<string, string> values = [];

    private ModelOptions(ModelEntry model) => this.model = model;

    /// <summary>Channels of the input images.</summary>
    public int Channels => Integer(ModelOption.Channels.Name);

    /// <summary>Height and width of the input images.</summary>
    public int Size => Integer(ModelOption.Size.Name);

    /// <summary>The number of classes.</summary>
    public int Classes => Integer(ModelOption.Classes.Name);

    /// <summary>Reads options as <c>name=value</c>; those that are not given have their defaults.</summary>
    /// <exception cref="GraphException">
    /// An option is unknown, given twice or has a value that it does not take; the message lists what there is.
    /// </exception>
    public static ModelOptions Parse(ModelEntry model, IEnumerable<string> pairs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pairs);
        var options = new ModelOptions(model);
        foreach (string pair in pairs)
        {
            options.Add(pair);
        }
        foreach (ModelOption option in model.Options)
        {
            options.values.TryAdd(option.Name, model.DefaultOf(option));
        }
        return options;
    }

    /// <summary>The value of an option of kind <see cref="ModelOptionKind.Integer"/>.</summary>
    public int Integer(string name) => int.Parse(Text(name), CultureInfo.InvariantCulture);

    /// <summary>The value of an option of kind <see cref="ModelOptionKind.Integers"/>.</summary>
    public int[] Integers(string name) => [.. Items(Text(name)).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    /// <summary>All options as they can be parsed again, separated by spaces: <c>channels=1 classes=10</c>.</summary>
    public override string ToString() => string.Join(' ', model.Options.Select(o => $"{o.Name}={values[o.Name]}"));

    private string Text(string name) => values.TryGetValue(name, out string? value)
        ? value
        : throw new GraphException($"model {model.Name}: its entry lists no option '{name}'");

    private void Add(string pair)
    {
        if (pair.Split('=', 2) is not [var name, var value])
        {
            throw new GraphException($"model {model.Name}: '{pair}' is no option; write name=value. {Listing()}");
        }
        ModelOption option = model.Options.FirstOrDefault(o => o.Name == name)
            ?? throw new GraphException($"model {model.Name}: unknown option '{name}'. {Listing()}");
        if (!IsValid(option.Kind, value))
        {
            throw new GraphException($"model {model.Name}: option {name} needs {Describe(option.Kind)}, got '{value}'");
        }
        if (!values.TryAdd(name, value))
        {
            throw new GraphException($"model {model.Name}: option {name} is given twice");
        }
    }

    private string Listing() => model.Options.Count == 0
        ? "It takes no options"
        : "It takes " + string.Join(", ", model.Options.Select(o => $"{o.Name} ({o.Description}; {model.DefaultOf(o)} by default)"));

    private static bool IsValid(ModelOptionKind kind, string value) =>
        kind == ModelOptionKind.Integer ? IsInteger(value) : Items(value).All(IsInteger);

    private static string Describe(ModelOptionKind kind) => kind == ModelOptionKind.Integer
        ? "a whole number of at least 1"
        : "whole numbers of at least 1, separated by commas";

    private static bool IsInteger(string text) => NumberText.TryRead(text, out int number) && number >= 1;

    private static string[] Items(string list) => list.Length == 0 ? [] : list.Split(',');
}
