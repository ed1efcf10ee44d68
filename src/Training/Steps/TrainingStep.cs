using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training;

/// <summary>
/// A training step compiled into one program: forward, backward and the optimiser's update. A new batch shape, or another
/// value of a <see cref="Setting"/> (a frozen parameter, a module's mode), makes a new specialisation. Two steps of one model, in whatever
/// threads, exclude each other.
/// </summary>
public sealed class TrainingStep : ITrainingStep
{
    private readonly CompiledFunction function;
    private readonly StepResults results;
    private readonly Lock gate = new();

    /// <summary>Makes a step; it is compiled when the first batch arrives.</summary>
    /// <param name="objective">What is made small.</param>
    /// <param name="optimizer">What changes the parameters.</param>
    /// <param name="options">How to compile; it is always traced in training mode.</param>
    public TrainingStep(Objective objective, Optimizer optimizer, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(optimizer);
        Objective = objective;
        results = new StepResults(objective.Metrics.Count);
        function = Compiler.Compile(
            nodes => Build(objective, optimizer, nodes), (options ?? CompileOptions.Default) with { Training = true });
    }

    /// <inheritdoc/>
    public Objective Objective { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> MetricSums => results.MetricSums;

    /// <inheritdoc/>
    public ReadOnlySpan<LossFraction> LossTerms => results.Fractions;

    /// <summary>How often the step was compiled again because a batch had another shape or a setting another value.</summary>
    public int Recompiles => function.Recompiles;

    /// <summary>The compiled program for batches of these types: what it does, how it was made, its source.</summary>
    public CompiledProgram For(TensorType input, TensorType target) => function.For(input, target);

    /// <inheritdoc/>
    public float Run(TensorData input, TensorData target, CancellationToken cancellation = default)
    {
        StepResults.CheckBatch(input, target);
        lock (gate)
        {
            return results.Run(function.For(input.Type, target.Type), input, target, cancellation);
        }
    }

    private static Node[] Build(Objective objective, Optimizer optimizer, Node[] nodes)
    {
        (Node loss, Node[] values) = objective.ComputeToTrain(nodes[0], nodes[1]);
        optimizer.Step(loss);
        return values;
    }
}
