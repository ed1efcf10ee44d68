namespace NeuralJit.NN;

/// <summary>
/// d²/(2β) where d = |input − target| is below β, else d − β/2, reduced: Girshick 2015. Target and input have the same type; nothing is
/// broadcast.
/// </summary>
/// <param name="beta">Where the square goes over to the straight line; 0 for |input − target|.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class SmoothL1Loss(double beta = 1, LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private readonly double beta = NumberRules.NotNegative("SmoothL1Loss", nameof(beta), beta);

    private protected override Node Losses(Node input, Node target)
    {
        // The square is of the difference: |d| has no second derivative at 0; and not of one that is infinite, whose slope would be.
        Node difference = input - target, distance = difference.Abs(), near = distance < beta;
        return double.IsInfinity(NumberRules.Rounded(0.5 / beta, input.DType))
            ? distance
            : Node.Where(near, Node.Where(near, difference, 0).Square() * (0.5 / beta), distance - (0.5 * beta));
    }
}
