using System.Globalization;

namespace NeuralJit.NN;

/// <summary>What batch and instance normalisation have in common: weight and bias, running statistics, printing.</summary>
public abstract class NormNd : Module
{
    private const string Counter = "num_batches_tracked";

    private readonly int numFeatures;
    private readonly bool affine;

    private protected NormNd(int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
    {
        this.numFeatures = NumberRules.AtLeast(TypeName, nameof(numFeatures), numFeatures, 0);
        Epsilon = NumberRules.NotNegative(TypeName, nameof(eps), eps, dtype);
        Momentum = momentum is { } weight ? NumberRules.Within(TypeName, nameof(momentum), weight, 0, 1) : null;
        this.affine = affine;
        var type = new TensorType(dtype, [numFeatures]);
        if (affine)
        {
            Weight = Parameter("weight", type, Initializer.Ones);
            Bias = Parameter("bias", type, Initializer.Zeros);
        }
        if (trackRunningStats)
        {
            RunningMean = State("running_mean", TensorData.Zeros(type));
            RunningVar = State("running_var", TensorData.Zeros(type));
            NumBatchesTracked = State(Counter, TensorData.Zeros(new TensorType(DType.Int64, Shape.Scalar)));
            ResetRunningStats();
        }
    }

    /// <summary>
    /// Whether this is the counter of a normalisation, which PyTorch's files have only since version 0.4.1 and which only averages without
    /// a momentum need.
    /// </summary>
    internal static bool IsCounter(string name, Variable variable) =>
        variable is State && (name == Counter || name.EndsWith("." + Counter, StringComparison.Ordinal));

    /// <summary>The factor of each channel, ones at first, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>What is added to each channel, zeros at first, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The running mean of each channel, zeros at first, or null.</summary>
    public State? RunningMean { get; }

    /// <summary>The running unbiased variance of each channel, ones at first, or null.</summary>
    public State? RunningVar { get; }

    /// <summary>How many batches entered the running statistics (i64, rank 0), or null.</summary>
    public State? NumBatchesTracked { get; }

    /// <summary>What is added to variances.</summary>
    private protected double Epsilon { get; }

    /// <summary>The weight of a new batch in the running statistics; null for their plain average.</summary>
    private protected double? Momentum { get; }

    /// <summary>Whether this call normalises by what it is given, not by running statistics.</summary>
    private protected bool UsesInput => RunningMean is null || GraphTrace.Current?.Training == true;

    /// <inheritdoc/>
    protected override string Details
    {
        get
        {
            string momentum = Momentum is { } m ? PythonText.Of(m) : "None", tracked = PythonText.Of(RunningMean is not null);
            return string.Create(CultureInfo.InvariantCulture,
                $"{numFeatures}, eps={PythonText.Of(Epsilon)}, momentum={momentum}, affine={PythonText.Of(affine)}, "
                + $"track_running_stats={tracked}");
        }
    }

    /// <summary>Forgets the running statistics: mean 0, variance 1, no batches.</summary>
    public void ResetRunningStats()
    {
        if (RunningMean is not null && RunningVar is not null && NumBatchesTracked is not null)
        {
            Fill(RunningMean, 0);
            Fill(RunningVar, 1);
            NumBatchesTracked.Assign<long>([0]);
        }
    }

    /// <summary>
    /// Moves the running statistics towards those of a batch by <paramref name="factor"/>, when the trace trains and they exist.
    /// </summary>
    /// <param name="mean">The batch's mean per channel.</param>
    /// <param name="unbiasedVariance">The batch's variance per channel.</param>
    /// <param name="factor">The weight of the batch.</param>
    /// <param name="others">What is updated together with them.</param>
    private protected void Track(Node mean, Node unbiasedVariance, Node factor, params ReadOnlySpan<Update> others)
    {
        if (GraphTrace.Current is { Training: true } trace && RunningMean is not null && RunningVar is not null)
        {
            trace.Update(
                [
                    .. others,
                    new Update(RunningMean, RunningMean.Read() * (1 - factor) + mean * factor),
                    new Update(RunningVar, RunningVar.Read() * (1 - factor) + unbiasedVariance * factor),
                ]);
        }
    }

    /// <summary>Checks that x has the channels of this layer.</summary>
    private protected void CheckChannels(Node x)
    {
        if (x.Shape[1] != numFeatures)
        {
            throw new ShapeException(
                string.Create(CultureInfo.InvariantCulture, $"{TypeName}: expected {numFeatures} channels, got {x.Shape[1]} in {x.Type}"));
        }
    }

    private static void Fill(State state, double value)
    {
        if (state.DType == DType.Float64)
        {
            state.Edit<double>(values => values.Fill(value));
        }
        else
        {
            state.Edit<float>(values => values.Fill((float)value));
        }
    }
}
