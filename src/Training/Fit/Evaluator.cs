using NeuralJit.Compilation;

namespace NeuralJit.Training;

/// <summary>
/// Measures an objective on a data set, in evaluation mode (also where modules were told to <see cref="NN.Component.Train"/>), without
/// changing anything.
/// </summary>
public sealed class Evaluator
{
    /// <summary>Samples per batch, where nobody says how many.</summary>
    internal const int UsualBatchSize = 256;

    private readonly Objective objective;
    private readonly CompiledFunction function;

    /// <summary>Makes an evaluator; it is compiled when the first batch arrives.</summary>
    public Evaluator(Objective objective, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        this.objective = objective;
        function = Compiler.Compile(
            nodes => objective.ComputeToEvaluate(nodes[0], nodes[1]), (options ?? CompileOptions.Default) with { Training = false });
    }

    /// <summary>
    /// The mean loss and metrics over all samples, the same for every batch size: of a cross-entropy, the mean over the labels that count,
    /// by the weights of their classes; of a sum, its share of one sample. For losses that are functions, see
    /// <see cref="Objective(Func{Node, Node}, Func{Node, Node, Node}, ReadOnlySpan{Metric})"/>.
    /// </summary>
    public Evaluation Run(Dataset data, int batchSize = UsualBatchSize, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var totals = new RunningMeans(objective);
        var results = new StepResults(objective.Metrics.Count);
        foreach (Batch batch in new DataLoader(data, batchSize, shuffle: false).Epoch(0, cancellation))
        {
            float loss = results.Run(function.For(batch.Inputs.Type, batch.Targets.Type), batch.Inputs, batch.Targets, cancellation);
            totals.Add(batch.Count, loss, results.Fractions, results.MetricSums);
        }
        return totals.ToEvaluation();
    }
}
