namespace NeuralJit.Training;

/// <summary>Means of loss and metrics over the samples so far.</summary>
internal sealed class RunningMeans(Objective objective)
{
    private readonly double[] metricSums = new double[objective.Metrics.Count];
    private double lossSum;
    private double lossDenominator;

    /// <summary>Samples so far.</summary>
    public int Samples { get; private set; }

    /// <summary>The mean loss; NaN while nothing has counted.</summary>
    public double Loss => lossSum / lossDenominator;

    /// <summary>Takes in a batch: its loss, as a fraction where it is no mean over the samples, and the sums of its metrics.</summary>
    public void Add(int samples, double loss, LossFraction? fraction, ReadOnlySpan<float> sums)
    {
        Samples += samples;
        (double numerator, double denominator) = fraction ?? new LossFraction(loss * samples, samples);
        lossSum += numerator;
        lossDenominator += denominator;
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
