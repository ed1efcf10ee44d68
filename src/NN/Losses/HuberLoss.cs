namespace NeuralJit.NN;

/// <summary>
/// d²/2 where d = |input − target| is below δ, else δ(d − δ/2), reduced: Huber 1964. Target and input have the same type; nothing is
/// broadcast.
/// </summary>
/// <param name="delta">Where the square goes over to the straight line; above 0, and ∞ for the square alone.</param>
/// <param name="reduction">Mean, sum, mean over the batch, or none.</param>
public sealed class HuberLoss(double delta = 1, LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private readonly double delta = delta == double.PositiveInfinity ? delta : NumberRules.Positive("HuberLoss", nameof(delta), delta);

    private protected override Node Losses(Node input, Node target)
    {
        // The square is of the difference: |d| has no second derivative at 0; and not of one that is infinite, whose slope would be.
        Node difference = input - target, distance = difference.Abs();
        if (double.IsInfinity(NumberRules.Rounded(delta, input.DType)))
        {
            return difference.Square() * 0.5;
        }
        Node near = distance < delta;
        return Node.Where(near, Node.Where(near, difference, 0).Square() * 0.5, (distance - (0.5 * delta)) * delta);
    }
}
