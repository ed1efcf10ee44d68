namespace NeuralJit;

/// <summary>How the losses of samples become one.</summary>
public enum LossReduction
{
    /// <summary>Their mean (cross-entropy: weighted by the class weights, without ignored samples).</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay apart.</summary>
    None,

    /// <summary>
    /// Their sum divided by the number of samples, their first extent: the mean over the batch of the sums of its samples.
    /// </summary>
    BatchMean,
}

/// <summary>Reducing losses.</summary>
public static class LossReductions
{
    extension(LossReduction reduction)
    {
        /// <summary>The reduced loss; losses of rank 0 are one sample.</summary>
        public Node Apply(Node losses) => reduction == LossReduction.None ? losses : Node.Apply(new ReducedLoss(reduction), losses);

        /// <summary>As <see cref="Apply"/>, by simpler ops.</summary>
        internal Node Reduce(Node losses) => reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            LossReduction.BatchMean => losses.Rank == 0 ? losses : losses.Sum() / losses.Shape[0],
            _ => losses,
        };

        /// <summary>The gradient of each loss, given that of the reduced one.</summary>
        internal Node Scale(Node dy, Shape losses) => reduction switch
        {
            LossReduction.Mean => dy / losses.Count,
            LossReduction.BatchMean => losses.Rank == 0 ? dy : dy / losses[0],
            _ => dy,
        };

        /// <summary>The shape of the reduced loss.</summary>
        internal Shape Of(Shape losses) => reduction == LossReduction.None ? losses : Shape.Scalar;
    }

    /// <summary>Checks that x and target have one type, and f32 or f64.</summary>
    internal static void CheckPair(string name, ReadOnlySpan<Node> inputs)
    {
        if (inputs[0].Type != inputs[1].Type || !inputs[0].DType.IsComputeFloat)
        {
            throw new ShapeException(
                $"{name}: expected input and target of one type, f32 or f64 (nothing is broadcast), got {inputs[0].Type} and "
                + $"{inputs[1].Type}");
        }
    }
}
