using NeuralJit.NN;

namespace NeuralJit.Training;

/// <summary>
/// A training step in eager mode: the same model code, computed op by op. For debugging and comparison. While it runs, it has parameters
/// and states for itself, as compiled steps do: those of the optimiser and of the objective's module, and what else its steps have read or
/// changed.
/// </summary>
public sealed class EagerTrainingStep : ITrainingStep
{
    private readonly Optimizer optimizer;
    private readonly GraphTrace trace;
    private readonly StepResults results;
    private readonly Lock running = new();
    private readonly HashSet<Variable> variables;
    private RunGate gate;

    /// <summary>Makes a step.</summary>
    /// <param name="objective">What is made small.</param>
    /// <param name="optimizer">What changes the parameters.</param>
    /// <param name="random">Seed and step of random numbers; its own when null.</param>
    public EagerTrainingStep(Objective objective, Optimizer optimizer, State? random = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(optimizer);
        Objective = objective;
        this.optimizer = optimizer;
        results = new StepResults(objective.Metrics.Count);
        trace = GraphTrace.Eager(training: true, random);
        trace.Dispose();
        variables = [.. objective.Variables, .. optimizer.Parameters, .. optimizer.NamedStates.Select(s => s.State)];
        gate = RunGate.Join(variables)!;
    }

    /// <inheritdoc/>
    public Objective Objective { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> MetricSums => results.MetricSums;

    /// <inheritdoc/>
    public ReadOnlySpan<LossFraction> LossTerms => results.Fractions;

    /// <inheritdoc/>
    public float Run(TensorData input, TensorData target, CancellationToken cancellation = default)
    {
        StepResults.CheckBatch(input, target);
        lock (running)
        {
            cancellation.ThrowIfCancellationRequested();
            RunGate.Entered entered = gate.Enter(alone: true);
            try
            {
                return Step(input, target);
            }
            finally
            {
                entered.Leave();
                TakeIn();
            }
        }
    }

    // What a function reads shows only when it runs.
    private void TakeIn()
    {
        int known = variables.Count;
        variables.UnionWith(trace.Used);
        if (variables.Count > known)
        {
            gate = RunGate.Join(variables)!;
        }
    }

    // What is written is written at the end: an error anywhere before leaves parameters, states and random numbers as they were.
    private float Step(TensorData input, TensorData target)
    {
        using ResumedTrace resumed = trace.Resume();
        using EagerScope scope = trace.Scope();
        using DeferredUpdates updates = trace.Defer();
        // In a trace that is left open nothing would wait for the end.
        (Node loss, Node[] values) = trace.Run("objective", () => Objective.ComputeToTrain(Node.Constant(input), Node.Constant(target)));
        TensorData[] computed = [.. values.Select(v => v.Data)];
        trace.Run("optimizer", () =>
        {
            optimizer.Step(loss);
            return loss;
        });
        updates.Commit();
        trace.NextStep();
        ReadOnlySpan<TensorData> memory = results.For(computed.Length);
        for (int i = 0; i < computed.Length; i++)
        {
            memory[i].CopyFrom(computed[i]);
        }
        return results.Read(computed.Length);
    }
}
