namespace NeuralJit.NN;

/// <content>Parameters and states by name.</content>
public abstract partial class Component
{
    /// <summary>Every parameter once, with its dotted name from here; a shared one under its first name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters() => NamedOnce<Parameter>();

    /// <summary>Every parameter once, in the order of <see cref="NamedParameters"/>.</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(p => p.Parameter);

    /// <summary>Every state once (PyTorch calls them buffers), with its dotted name from here.</summary>
    public IEnumerable<(string Name, State State)> NamedBuffers() => NamedOnce<State>();

    /// <summary>
    /// Parameters and states with their dotted names from here, as weights files hold them: own ones first, then the
    /// children's. What is shared is listed under each of its names.
    /// </summary>
    public IEnumerable<(string Name, Variable Variable)> NamedVariables() =>
        Walk("", _ => true).SelectMany(c => c.Component.OwnVariables().Select(v => (Join(c.Name, v.Name), v.Value)));

    /// <summary>The parameter or state of a dotted name: <c>model["fc1.weight"]</c>.</summary>
    /// <exception cref="GraphException">There is none; the message lists what there is.</exception>
    public Variable this[string name] => NamedVariables().FirstOrDefault(v => v.Name == name).Variable
        ?? throw new GraphException($"{TypeName}: there is no parameter or state \"{name}\"; there are {Names()}");

    private IEnumerable<(string Name, T Variable)> NamedOnce<T>() where T : Variable
    {
        var seen = new HashSet<T>(ReferenceEqualityComparer.Instance);
        return NamedVariables().Where(v => v.Variable is T variable && seen.Add(variable)).Select(v => (v.Name, (T)v.Variable));
    }

    private string Names()
    {
        const int Most = 20;
        string[] all = [.. NamedVariables().Select(v => v.Name)];
        return all.Length == 0 ? "none: register them with Parameter(…), and modules with Child(…)"
            : string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }
}
