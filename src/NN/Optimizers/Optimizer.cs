using System.Globalization;

namespace NeuralJit.NN;

/// <summary>
/// Changes parameters along their gradients. The updates are graph nodes: in a compiled training step they run fused
/// with everything else, under eager mode at once. Learning rate, step counters and moments are states.
/// </summary>
/// <remarks>
/// Each parameter has a life of its own, as in PyTorch: one that is frozen (<see cref="Parameter.RequiresGradient"/> is false), or on which
/// the loss does not depend, takes no part in a step at all. It stays as it is, weight decay included, and so do its moments and its step
/// counter; when it is trained later, it goes on from there, and one that was never trained begins with its first step.
/// </remarks>
public abstract class Optimizer
{
    private readonly Parameter[] parameters;
    private readonly List<(string Name, State State)> states = [];
    private readonly State learningRate;
    private readonly State step;

    /// <summary>Makes an optimiser of the given parameters; one that occurs twice counts once.</summary>
    protected Optimizer(IEnumerable<Parameter> parameters, double learningRate, bool maximize)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters.Distinct(ReferenceEqualityComparer.Instance).Cast<Parameter>()];
        if (this.parameters.Length == 0)
        {
            throw new GraphException(
                $"{GetType().Name}: got no parameters; a module has those that it registers with Parameter(…), and those of the modules "
                + $"that it registers " +
                "with Child(…), for example fc1 = Child(\"fc1\", new Linear(784, 128)) in its constructor");
        }
        if (Array.Find(this.parameters, p => !p.DType.IsComputeFloat) is { } other)
        {
            throw new GraphException(
                $"{GetType().Name}: parameter \"{other.Name}\" is {other.Type}; only f32 and f64 are optimised: keep it in one of these "
                + $"and cast what is read");
        }
        Array.ForEach(this.parameters, p => p.Settle());
        Maximize = maximize;
        ScalarType = this.parameters.Any(p => p.DType == DType.Float64) ? DType.Float64 : DType.Float32;
        this.learningRate = NewState("learning_rate", Shape.Scalar, ScalarType);
        step = NewState("step", [this.parameters.Length], ScalarType);
        LearningRate = learningRate;
    }

    /// <summary>What is optimised.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Whether the objective is made greater instead of smaller.</summary>
    public bool Maximize { get; }

    /// <summary>The step size; setting it holds from the next step on, also for steps that are compiled already.</summary>
    public double LearningRate
    {
        get => Read(learningRate)[0];
        set
        {
            Require(value >= 0 && Holds(value), value, "the learning rate must be finite and not negative");
            Write(learningRate, Require(
                value == 0 || NumberRules.Rounded(value, ScalarType) != 0, value, $"the learning rate is 0 as {ScalarType.ShortName}"));
        }
    }

    /// <summary>For example <c>Adam (learning rate 0.001, 4 parameters of 26,506 elements, 120 steps)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{GetType().Name} (learning rate {LearningRate:G4}, {parameters.Length} parameters of {parameters.Sum(p => p.Shape.Count):N0} "
        + $"elements, {StepCount} steps)");

    /// <summary>How many steps were taken: those of the parameter that took most.</summary>
    public long StepCount => (long)Read(step).Max();

    /// <summary>
    /// All states with their names (moments: the parameter's name and PyTorch's name of the moment), as checkpoints hold them.
    /// </summary>
    public IReadOnlyList<(string Name, State State)> NamedStates => states;

    /// <summary>The element type of learning rate and step counter.</summary>
    private protected DType ScalarType { get; }

    /// <summary>
    /// Computes the gradients of <paramref name="loss"/> and updates every parameter that requires one and that the loss depends on. In a
    /// symbolic trace the updates take effect when the run ends; under eager mode now.
    /// </summary>
    /// <exception cref="GraphException">
    /// There is no trace, the loss has more than one element, or depends on no parameter that can change.
    /// </exception>
    public void Step(Node loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        CheckTrace();
        Parameter[] trainable = Trainable();
        if (loss.Shape.Count != 1)
        {
            throw new GraphException($"{GetType().Name}.Step: the loss is {loss.Type}; it needs one element: take its mean or sum");
        }
        Node?[] gradients = GradientsOf(loss, trainable);
        if (Array.TrueForAll(gradients, g => g is null))
        {
            throw new GraphException(
                $"{GetType().Name}.Step: the loss depends on none of the {trainable.Length} trainable parameters as they are now; " +
                "it is computed by other parameters, behind StopGradient, or before the last update");
        }
        Apply(trainable, gradients);
    }

    /// <summary>Updates the parameters with the given gradients, one per parameter of <see cref="Parameters"/>; null skips one.</summary>
    public void Step(ReadOnlySpan<Node?> gradients)
    {
        CheckTrace();
        if (gradients.Length != parameters.Length)
        {
            throw new GraphException(
                $"{GetType().Name}.Step: {parameters.Length} parameters need as many gradients, got {gradients.Length}");
        }
        var given = new Dictionary<Parameter, Node?>();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (gradients[i] is { } gradient && gradient.Type != parameters[i].Type)
            {
                throw new ShapeException(
                    $"{GetType().Name}.Step: parameter \"{parameters[i].Name}\" is {parameters[i].Type}, its gradient {gradient.Type}");
            }
            given[parameters[i]] = gradients[i];
        }
        Parameter[] trainable = Trainable();
        Apply(trainable, [.. trainable.Select(p => given[p])]);
    }

    /// <summary>
    /// Updates the parameters with the gradients that eager mode's <c>Backward</c> filled in; those without one are skipped.
    /// </summary>
    /// <exception cref="GraphException">The mode is not eager, or no parameter has a gradient.</exception>
    public void Step()
    {
        if (!CheckTrace().IsEager)
        {
            throw new GraphException($"{GetType().Name}.Step(): a symbolic trace has no gradient values; give the loss: Step(loss)");
        }
        if (Array.TrueForAll(parameters, p => p.Gradient is null))
        {
            throw new GraphException($"{GetType().Name}.Step(): no parameter has a gradient; call loss.Backward() before");
        }
        Step([.. parameters.Select(p => p.Gradient is { } gradient ? Node.Constant(gradient) : null)]);
    }

    /// <summary>Forgets the gradients that <c>Backward</c> filled in; it adds to those that are there.</summary>
    public void ZeroGradients()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.Gradient = null;
        }
    }

    /// <summary>The scalars of one step, such as bias corrections: each one for all parameters, or a vector with one for each.</summary>
    /// <param name="learningRate">The step size, of rank 0.</param>
    /// <param name="step">
    /// For each parameter of <see cref="Parameters"/> the number of this step, from 1: a vector. Of those that take no
    /// part in it, the number of their last.
    /// </param>
    protected abstract StepScalars Prepare(Node learningRate, Node step);

    /// <summary>
    /// The new value of parameter number <paramref name="index"/>; new moments go through <paramref name="scalars"/>, which are its own.
    /// </summary>
    protected abstract Node Update(int index, Node p, Node gradient, StepScalars scalars);

    /// <summary>Makes a state of the parameter's type, filled with zeros, for each parameter.</summary>
    protected State[] NewMoments(string name)
    {
        var moments = new State[parameters.Length];
        for (int i = 0; i < moments.Length; i++)
        {
            string owner = parameters[i].Name.Length > 0
                ? parameters[i].Name
                : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i}");
            moments[i] = NewState($"{owner}.{name}", parameters[i].Shape, parameters[i].DType);
        }
        return moments;
    }

    /// <summary>Checks an argument of the constructor.</summary>
    protected double Require(bool condition, double value, string rule) => condition
        ? value
        : throw new GraphException($"{GetType().Name}: {rule}, got {PythonText.Of(value)}");

    /// <summary>Whether the scalars of a step hold a number: in float32, 1e300 is infinite.</summary>
    private protected bool Holds(double value) => ScalarType == DType.Float64 ? double.IsFinite(value) : float.IsFinite((float)value);

    /// <summary>
    /// The gradient for each parameter as it is now: of the value that waits for it, or else of all reads, since other traces may have read
    /// it too. What was read before an update does not count.
    /// </summary>
    private static Node?[] GradientsOf(Node loss, Parameter[] trainable)
    {
        var reads = new HashSet<Variable>(ReferenceEqualityComparer.Instance);
        var targets = new List<(Variable Variable, Node Node)>();
        foreach (Parameter parameter in trainable)
        {
            Node value = parameter.Read();
            if (value.Op is VariableRead read && ReferenceEquals(read.Variable, parameter))
            {
                reads.Add(parameter);
            }
            else
            {
                targets.Add((parameter, value));
            }
        }
        foreach (Node node in TopologicalOrder.Of([loss], stop: null))
        {
            if (node.Op is VariableRead { Variable: var variable } && node.Value?.IsStale != true && reads.Contains(variable))
            {
                targets.Add((variable, node));
            }
        }
        Dictionary<Variable, Node> gradients = Gradients.OfVariables(loss, loss.FilledLike(1), [.. targets]);
        return Array.ConvertAll(trainable, p => gradients.GetValueOrDefault(p));
    }

    private void Apply(Parameter[] trainable, ReadOnlySpan<Node?> gradients)
    {
        GraphTrace trace = GraphTrace.Current!;
        var stepping = new Node?[parameters.Length];
        for (int i = 0, place = 0; i < trainable.Length; i++, place++)
        {
            // Those that can be trained stand in the order of all.
            for (; !ReferenceEquals(parameters[place], trainable[i]); place++)
            {
            }
            stepping[place] = gradients[i];
        }
        Node nextStep = step.Read() + Increments(stepping);
        StepScalars scalars = Prepare(learningRate.Read(), nextStep);
        scalars.Updates.Add(new Update(step, nextStep));
        for (int i = 0; i < stepping.Length; i++)
        {
            if (stepping[i] is { } gradient)
            {
                Node value = Update(i, parameters[i].Read(), Maximize ? -gradient : gradient, scalars.Of(i, parameters[i].DType));
                scalars.Updates.Add(new Update(parameters[i], value));
            }
        }
        trace.Update([.. scalars.Updates]);
    }

    /// <summary>1 for each parameter that takes part in the step: one number where all do, which is the rule.</summary>
    private Node Increments(Node?[] stepping)
    {
        double[] increments = [.. stepping.Select(g => g is null ? 0.0 : 1.0)];
        return Array.TrueForAll(increments, i => i == 1)
            ? Node.Scalar(1, ScalarType)
            : Node.Constant(ScalarType == DType.Float64
                ? TensorData.From<double>([increments.Length], increments)
                : TensorData.From<float>([increments.Length], [.. increments.Select(i => (float)i)]));
    }

    private Parameter[] Trainable()
    {
        Parameter[] trainable = Array.FindAll(parameters, p => p.RequiresGradient);
        return trainable.Length > 0
            ? trainable
            : throw new GraphException($"{GetType().Name}.Step: all {parameters.Length} parameters are frozen: RequiresGradient is false");
    }

    private GraphTrace CheckTrace() => GraphTrace.Current
        ?? throw new GraphException(
            $"{GetType().Name}.Step: no trace is open; call it in a function that is compiled, or under GraphTrace.Eager()");

    private State NewState(string name, Shape shape, DType dtype)
    {
        var state = new State(TensorData.Zeros(new TensorType(dtype, shape)), name);
        states.Add((name, state));
        return state;
    }

    private static double[] Read(State state) => state.DType == DType.Float64
        ? state.Value.Span<double>().ToArray()
        : [.. state.Value.Span<float>().ToArray().Select(v => (double)v)];

    private static void Write(State state, double value)
    {
        if (state.DType == DType.Float64)
        {
            state.Assign<double>([value]);
        }
        else
        {
            state.Assign<float>([(float)value]);
        }
    }
}
