namespace NeuralJit.Training;

/// <summary>
/// Looks for the first node that makes NaN or an infinity when training goes astray. It keeps a copy of parameters and states before each
/// step and looks at them after it; when the loss or one of them is not finite any more, it puts the copy back, runs the step's forward and
/// backward pass op by op, and names the node. Slow: for use when a training has diverged.
/// </summary>
/// <param name="random">What the step draws its random numbers from (<c>CompileOptions.Random</c>), so that dropout drops the same again;
/// without it, the pass is repeated with others.</param>
public sealed class NonFiniteFinder(State? random = null)
{
    private readonly List<(Variable Variable, TensorData Before)> saved = [];
    private Objective? known;
    private TraceSettings? settings;

    /// <summary>Copies what a step reads, before it runs.</summary>
    internal void Remember(Objective objective, Batch batch)
    {
        if (!ReferenceEquals(known, objective) || settings?.AreCurrent != true)
        {
            (Variable[] variables, settings) = NonFinitePass.VariablesOf(objective, batch, random);
            saved.Clear();
            saved.AddRange(variables.Select(v => (v, TensorData.Zeros(v.Type))));
            known = objective;
        }
        foreach ((Variable variable, TensorData before) in saved)
        {
            before.CopyFrom(variable.Value);
        }
    }

    /// <summary>
    /// After the step: null while all is finite; else what went wrong, with parameters and states as they were before the step.
    /// </summary>
    internal string? Examine(Objective objective, Batch batch, bool lossIsFinite)
    {
        string[] spoiled = [.. saved.Where(s => !s.Variable.Value.IsFinite()).Select(s => $"\"{s.Variable.Name}\"")];
        if (lossIsFinite && spoiled.Length == 0)
        {
            return null;
        }
        foreach ((Variable variable, TensorData before) in saved)
        {
            variable.Assign(before);
        }
        string text = NonFinitePass.Run(objective, batch, random) ?? Unexplained(lossIsFinite, spoiled);
        return text + ". Parameters and states of the model are as they were before this step; those of the optimiser are not";
    }

    private static string Unexplained(bool finiteLoss, string[] spoiled) => finiteLoss
        ? $"loss and gradients are finite when they are computed op by op: the optimiser's update made {string.Join(", ", spoiled)} "
        + $"infinite or NaN, so the step is too large"
        : "computed op by op, loss and gradients are finite: the compiled step rounds differently, or draws other random numbers";
}
