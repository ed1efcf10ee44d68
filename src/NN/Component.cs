using System.Runtime.CompilerServices;

namespace NeuralJit.NN;

/// <summary>
/// Something that owns named parameters, states and children: modules and losses. Everything is registered by name, in
/// the order in which it is listed and printed.
/// </summary>
public abstract partial class Component
{
    private readonly List<Entry<Parameter>> parameters = [];
    private readonly List<Entry<State>> states = [];
    private readonly List<Entry<Component>> children = [];
    private readonly HashSet<string> names = [];
    private readonly Dictionary<Parameter, Initializer> initializers = [];
    private readonly Func<Parameter, bool> owns;
    private readonly Setting<ComponentMode> mode;
    private readonly Setting<int> registered;
    private readonly HashSet<Variable> named = new(ReferenceEqualityComparer.Instance);
    private Component? parent;
    private HashSet<Parameter> known = [];

    /// <summary>Makes a component that owns nothing yet.</summary>
    protected Component()
    {
        owns = Owns;
        mode = new Setting<ComponentMode>(ComponentMode.FollowsTrace, () => $"mode of {TypeName} \"{Name}\"");
        registered = new Setting<int>(0, () => $"number of parts registered in {TypeName} \"{Name}\"");
    }

    /// <summary>The name under which it was registered first; empty before.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The children in the order of registration.</summary>
    public IEnumerable<(string Name, Component Child)> Children => children.Select(c => (c.Name, c.Value));

    /// <summary>How many elements the trainable parameters have together (frozen ones do not count).</summary>
    public long ParameterCount => Parameters().Where(p => p.RequiresGradient).Sum(p => p.Shape.Count);

    /// <summary>The name in print: PyTorch's name of the class.</summary>
    protected virtual string TypeName => GetType().Name;

    /// <summary>Whether <see cref="Eval"/> holds.</summary>
    internal bool IsInEvaluation => mode.Value == ComponentMode.Evaluation;

    /// <summary>The name in print, for the library.</summary>
    internal string Kind => TypeName;

    /// <summary>The arguments in print, for example <c>in_features=2, out_features=3, bias=True</c>.</summary>
    protected virtual string Details => "";

    /// <summary>This component and all below it with their dotted names (this one: empty), each once.</summary>
    public IEnumerable<(string Name, Component Component)> NamedComponents()
    {
        var seen = new HashSet<Component>(ReferenceEqualityComparer.Instance);
        return Walk("", seen.Add);
    }

    /// <summary>
    /// Draws all parameters that have an initialiser anew. The values are a function of the seed and of the parameter's
    /// dotted name, so a model built in the same way has the same weights, and its layers have different ones.
    /// </summary>
    /// <param name="seed">Which values; null: others than any call before in this process.</param>
    public void Initialize(long? seed = null)
    {
        long drawn = seed ?? FreshSeed.Next();
        var done = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach ((string path, Component component) in NamedComponents())
        {
            foreach (Entry<Parameter> entry in component.parameters)
            {
                if (component.initializers.TryGetValue(entry.Value, out Initializer? initializer) && done.Add(entry.Value))
                {
                    initializer.Fill(entry.Value, new Generator(drawn, Join(path, entry.Name)));
                }
            }
        }
    }

    /// <summary>
    /// From now on, behaves as in training whatever the trace says (children too, unless they decide themselves). What is compiled already
    /// is compiled anew when it runs next. Not needed for a training step, and without effect on evaluators and predictors, which always
    /// evaluate.
    /// </summary>
    public void Train() => mode.Value = ComponentMode.Training;

    /// <summary>
    /// From now on, behaves as in evaluation whatever the trace says: frozen statistics, no dropout. What is compiled already is compiled
    /// anew. For a part of a model that is to stay as it is; a training step of the whole model refuses it.
    /// </summary>
    public void Eval() => mode.Value = ComponentMode.Evaluation;

    /// <summary>Undoes <see cref="Train"/> and <see cref="Eval"/>: the trace decides, as it does from the start.</summary>
    public void FollowTrace() => mode.Value = ComponentMode.FollowsTrace;

    /// <summary>The structure as PyTorch prints it.</summary>
    public override string ToString()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return $"{TypeName}(…)";
        }
        string[] lines =
            [.. Details.Length == 0 ? [] : new[] { Details }, .. children.Select(c => $"({c.Name}): {Indent(c.Value.ToString())}")];
        string content = children.Count == 0 ? Details : "\n  " + string.Join("\n  ", lines) + "\n";
        return $"{TypeName}({content})";
    }

    /// <summary>Registers a child and gives it back.</summary>
    /// <exception cref="GraphException">The name is empty, dotted or taken, or the child contains this component.</exception>
    protected T Child<T>(string name, T child) where T : Component
    {
        ArgumentNullException.ThrowIfNull(child);
        CheckName(name);
        // Only what is inside another component can be inside the child.
        if (ReferenceEquals(child, this) || (parent is not null && child.NamedComponents().Any(c => ReferenceEquals(c.Component, this))))
        {
            throw new GraphException($"{TypeName}: child \"{name}\" contains the {TypeName} itself; a component cannot be inside itself");
        }
        names.Add(name);
        children.Add(new Entry<Component>(name, child));
        CountParts();
        child.Name = child.Name.Length == 0 ? name : child.Name;
        child.parent ??= this;
        NameVariables(name, child);
        return child;
    }

    /// <summary>Registers a parameter that an initialiser fills; <see cref="Initialize"/> draws it anew.</summary>
    /// <param name="name">Its name here, for example <c>weight</c>.</param>
    /// <param name="type">Element type and shape.</param>
    /// <param name="initializer">What fills it.</param>
    /// <param name="seed">Which random numbers it is filled with; null: others for each parameter.</param>
    protected Parameter Parameter(string name, TensorType type, Initializer initializer, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        var parameter = Parameter(name, new Parameter(TensorData.Zeros(type)));
        initializers[parameter] = initializer;
        initializer.Fill(parameter, new Generator(seed ?? FreshSeed.Next(), name));
        return parameter;
    }

    /// <summary>Registers a parameter of float32 that an initialiser fills; <see cref="Initialize"/> draws it anew.</summary>
    /// <param name="name">Its name here, for example <c>weight</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">What fills it.</param>
    /// <param name="seed">Which random numbers it is filled with; null: others for each parameter.</param>
    protected Parameter Parameter(string name, Shape shape, Initializer initializer, long? seed = null) =>
        Parameter(name, new TensorType(DType.Float32, shape), initializer, seed);

    /// <summary>Registers a parameter with the given value.</summary>
    protected Parameter Parameter(string name, TensorData value) => Parameter(name, new Parameter(value));

    /// <summary>Registers a parameter, possibly one that another component has too: it is then shared and has one gradient.</summary>
    protected Parameter Parameter(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckName(name);
        names.Add(name);
        parameters.Add(new Entry<Parameter>(name, parameter));
        CountParts();
        parameter.Name = parameter.Name.Length == 0 ? name : parameter.Name;
        return parameter;
    }

    /// <summary>Registers a state: remembered and saved, not learned.</summary>
    protected State State(string name, TensorData value)
    {
        CheckName(name);
        var state = new State(value, name);
        names.Add(name);
        states.Add(new Entry<State>(name, state));
        CountParts();
        return state;
    }

    /// <summary>The same as <see cref="State(string, TensorData)"/>, in PyTorch's words.</summary>
    protected State RegisterBuffer(string name, TensorData value) => State(name, value);

    /// <summary>What a layer found by itself, with the running module and the place in the user's code; ops say that themselves.</summary>
    private protected static ShapeException Located(ShapeException error) => new(error.Message + GraphTrace.DescribePlace(), error);

    /// <summary>Begins a call of this component; disposing the result ends it.</summary>
    /// <exception cref="GraphException">
    /// Components call each other so deeply that the thread's stack ends; without this, the process would.
    /// </exception>
    private protected ComponentCall Enter() => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? new(this, GraphTrace.Current, mode, registered, owns)
        : throw new GraphException(
            $"{TypeName}: components are nested too deeply for the stack of this thread; put them one after the other (Sequential), "
            + "or run on a thread with a larger stack");

    private void CountParts() => registered.Value = parameters.Count + states.Count + children.Count;

    private IEnumerable<Entry<Variable>> OwnVariables() =>
        parameters.Select(p => new Entry<Variable>(p.Name, p.Value)).Concat(states.Select(s => new Entry<Variable>(s.Name, s.Value)));

    /// <summary>
    /// This component and all below it that <paramref name="isWanted"/> accepts, each before its children; without recursion, however deep
    /// they lie.
    /// </summary>
    private IEnumerable<(string Name, Component Component)> Walk(string path, Func<Component, bool> isWanted)
    {
        var open = new Stack<(string Path, Component Component)>([(path, this)]);
        while (open.TryPop(out var next))
        {
            if (!isWanted(next.Component))
            {
                continue;
            }
            yield return next;
            for (int i = next.Component.children.Count - 1; i >= 0; i--)
            {
                Entry<Component> child = next.Component.children[i];
                open.Push((Join(next.Path, child.Name), child.Value));
            }
        }
    }

    // Nothing is ever unregistered, so what was collected stays right and only a miss needs a second look.
    private bool Owns(Parameter parameter)
    {
        if (known.Contains(parameter))
        {
            return true;
        }
        known = new HashSet<Parameter>(Parameters(), ReferenceEqualityComparer.Instance);
        return known.Contains(parameter);
    }

    // Dumps and messages show the name from the outermost component; of several names the first. What is named already is not looked at
    // again: a model of many layers is built by as many registrations.
    private void NameVariables(string name, Component child)
    {
        string path = "";
        Component outermost = this;
        for (; outermost.parent is { } above; outermost = above)
        {
            path = Join(outermost.Name, path);
        }
        foreach (Entry<Variable> own in OwnVariables())
        {
            outermost.NameOnce(Join(path, own.Name), own.Value);
        }
        foreach ((string below, Component component) in child.Walk(Join(path, name), _ => true))
        {
            foreach (Entry<Variable> entry in component.OwnVariables())
            {
                outermost.NameOnce(Join(below, entry.Name), entry.Value);
            }
        }
    }

    private void NameOnce(string name, Variable variable)
    {
        if (named.Add(variable))
        {
            variable.Name = name;
        }
    }

    private void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
        {
            throw new GraphException(
                $"{TypeName}: \"{name}\" is no name to register under; a name is not empty and has no dots, which separate names");
        }
        if (names.Contains(name))
        {
            throw new GraphException($"{TypeName}: the name \"{name}\" is registered already");
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : path + "." + name;

    private static string Indent(string text) => text.Replace("\n", "\n  ", StringComparison.Ordinal);

    private sealed record Entry<T>(string Name, T Value);
}
