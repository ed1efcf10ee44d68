namespace NeuralJit.Training;

/// <summary>
/// Compares the gradients of an objective, at a batch and the present parameters, with central differences in float64:
/// a wrong gradient of an op of one's own shows before the training goes astray. Slow: for use while a model is developed.
/// </summary>
/// <param name="options">How thoroughly to check.</param>
/// <param name="report">Told of each check.</param>
public sealed class GradientChecker(GradientCheckOptions? options = null, Action<GradientCheckResult>? report = null)
{
    /// <summary>Checks one batch.</summary>
    /// <exception cref="GraphException">
    /// A gradient is wrong; the message names the parameter, the element and, where found, the op.
    /// </exception>
    public GradientCheckResult Check(Objective objective, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(objective);
        GradientCheckResult result = GradientCheck.Run(GraphOf(objective, batch), [batch.Inputs, batch.Targets], options);
        report?.Invoke(result);
        return result.Passed ? result : throw new GraphException(result.ToString());
    }

    private static Graph GraphOf(Objective objective, Batch batch)
    {
        using GraphTrace trace = GraphTrace.Symbolic(training: true);
        Node input = Node.Input("input", batch.Inputs.Type), target = Node.Input("target", batch.Targets.Type);
        return Graph.Create([input, target], [objective.Loss(input, target)]);
    }
}
