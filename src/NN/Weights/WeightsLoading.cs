using System.Globalization;
using System.Text;

namespace NeuralJit.NN;

/// <summary>Compares a file with a module before anything is changed, then copies.</summary>
internal sealed class WeightsLoading
{
    private readonly Component module;
    private readonly SafetensorsFile file;
    private readonly Dictionary<Variable, (string Name, TensorData Value)> values = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> mismatches = [];

    public WeightsLoading(Component module, SafetensorsFile file)
    {
        this.module = module;
        this.file = file;
        foreach ((string name, Variable variable) in module.NamedVariables())
        {
            if (file.Find(name) is { } entry)
            {
                Compare(name, variable, entry);
            }
        }
    }

    /// <summary>Copies all values, or throws and changes nothing.</summary>
    public WeightsReport Apply(bool strict)
    {
        // A shared variable is there when one of its names is.
        (string Name, Variable Variable)[] all = [.. module.NamedVariables()];
        (string Name, Variable Variable)[] missing = [.. all.Where(v => file.Find(v.Name) is null && !values.ContainsKey(v.Variable))];
        SafetensorsEntry[] unexpected = [.. file.Entries.ExceptBy(all.Select(v => v.Name), e => e.Name)];
        (string Name, Variable Variable)[] needed = [.. missing.Where(m => !NormNd.IsCounter(m.Name, m.Variable))];
        if (mismatches.Count > 0 || (strict && needed.Length + unexpected.Length > 0))
        {
            throw new GraphException(
                Describe([.. needed.Select(m => $"\"{m.Name}\" {m.Variable.Type}")], [.. unexpected.Select(e => e.ToString())]));
        }
        if (values.Count == 0 && all.Length > 0 && unexpected.Length > 0)
        {
            throw new GraphException(
                $"{file.Path}: none of its names is one of the {module.GetType().Name}; nothing was changed. The file has "
                + $"\"{unexpected[0].Name}\", "
                + $"the module \"{all[0].Name}\": say with rename how the one becomes the other");
        }
        foreach ((Variable variable, (_, TensorData value)) in values)
        {
            variable.Assign(value);
        }
        return new WeightsReport([.. missing.Select(m => m.Name)], [.. unexpected.Select(e => e.Name)]);
    }

    private void Compare(string name, Variable variable, SafetensorsEntry entry)
    {
        string types = $"\"{name}\" is {variable.Type} in the module and {entry.DType.FormatName}{entry.Shape} in the file";
        if (!entry.Shape.Equals(variable.Shape))
        {
            mismatches.Add(types);
        }
        else if (entry.TryToTensor() is not { } stored || FloatConversion.Convert(stored, variable.DType) is not { } value)
        {
            mismatches.Add($"{types}, whose values it cannot hold");
        }
        else if (!values.TryAdd(variable, (name, value)) && !values[variable].Value.HasBytesOf(value))
        {
            mismatches.Add($"\"{name}\" is the same as \"{values[variable].Name}\" in the module and has other values in the file");
        }
    }

    private string Describe(string[] missing, string[] unexpected)
    {
        var text = new StringBuilder($"{file.Path}: the weights do not fit the {module.GetType().Name}; nothing was changed.");
        foreach (
            (string what, string[] names) in new[] { ("missing", missing), ("unexpected", unexpected), ("mismatched", [.. mismatches]) })
        {
            if (names.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {what} ({names.Length}): {string.Join(", ", names)}");
            }
        }
        return text.ToString();
    }
}
