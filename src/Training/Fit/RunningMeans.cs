namespace NeuralJit.Training;

/// <summary>Means of loss and metrics over the samples so far.</summary>
internal sealed class RunningMeans(Objective objective)
{
    private readonly double[] metricSums = new double[objective.Metrics.Count];
    private double lossSum;

    /// <summary>Samples so far.</summary>
    public int Samples { get; private set; }

    /// <summary>The mean loss.</summary>
    public double Loss => lossSum / Samples;

    /// <summary>Takes in a batch: its mean loss and the sums of its metrics.</summary>
    public void Add(int samples, double loss, ReadOnlySpan<float> sums)
    {
        Samples += samples;
        lossSum += loss * samples;
        for (int i = 0; i < sums.Length; i++)
        {
            metricSums[i] += sums[i];
        }
    }

    /// <summary>The mean of the metric named accuracy, or null.</summary>
    public double? Accuracy()
    {
        for (int i = 0; i < metricSums.Length; i++)
        {
            if (objective.Metrics[i].Name == "accuracy")
            {
                return metricSums[i] / Samples;
            }
        }
        return null;
    }

    /// <summary>The means as a result.</summary>
    public Evaluation ToEvaluation() =>
        new(Samples, Loss, metricSums.Select((sum, i) => (objective.Metrics[i].Name, Mean: sum / Samples)).ToDictionary(m => m.Name, m => m.Mean));
}
