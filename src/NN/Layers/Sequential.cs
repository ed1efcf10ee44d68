using System.Collections;
using System.Globalization;

namespace NeuralJit.NN;

/// <summary>Modules one after the other, named 0, 1, 2, …</summary>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly List<Module> modules = [];

    /// <summary>Makes a chain of modules.</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        foreach (Module module in modules)
        {
            Add(module);
        }
    }

    /// <summary>Number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>Module number <paramref name="index"/>.</summary>
    public Module this[int index] => modules[index];

    /// <summary>Appends a module.</summary>
    public Sequential Add(Module module)
    {
        modules.Add(Child(modules.Count.ToString(CultureInfo.InvariantCulture), module));
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => modules.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        foreach (Module module in modules)
        {
            x = module.Forward(x);
        }
        return x;
    }
}
