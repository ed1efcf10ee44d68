namespace NeuralJit.Training;

/// <summary>Means of loss and metrics over the samples so far.</summary>
internal sealed class RunningMeans(Objective objective)
{
    private readonly double[] metricSums = new double[objective.Metrics.Count];
    private readonly List<LossFraction> terms = [];

    /// <summary>Samples so far.</summary>
    public int Samples { get; private set; }

    /// <summary>The mean loss; NaN while nothing has counted.</summary>
    public double Loss => terms.Count == 0 ? double.NaN : terms.Sum(t => t.Numerator / t.Denominator);

    /// <summary>Takes in a batch: its loss, as fractions where it is no mean over the samples, and the sums of its metrics.</summary>
    public void Add(int samples, double loss, ReadOnlySpan<LossFraction> fractions, ReadOnlySpan<float> sums)
    {
        Samples += samples;
        AddTerms(fractions.IsEmpty ? [new LossFraction(loss * samples, samples)] : fractions);
        for (int i = 0; i < sums.Length; i++)
        {
            metricSums[i] += sums[i];
        }
    }

    private void AddTerms(ReadOnlySpan<LossFraction> fractions)
    {
        for (int i = 0; i < fractions.Length; i++)
        {
            if (i == terms.Count)
            {
                terms.Add(default);
            }
            terms[i] = new LossFraction(terms[i].Numerator + fractions[i].Numerator, terms[i].Denominator + fractions[i].Denominator);
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
        new(Samples, Loss,
            metricSums.Select((sum, i) => (objective.Metrics[i].Name, Mean: sum / Samples)).ToDictionary(m => m.Name, m => m.Mean));
}
