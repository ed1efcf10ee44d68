namespace NeuralJit.NN;

/// <summary>d²/2 where d = |input − target| is below δ, else δ(d − δ/2), reduced: Huber 1964. Target and input have the same type; nothing is broadcast.</summary>
/// <param name="delta">Where the square goes over to the straight line; above 0.</param>
/// <param name="reduction">Mean, sum or none.</param>
public sealed class HuberLoss(double delta = 1, LossReduction reduction = LossReduction.Mean) : ElementwiseLoss(reduction)
{
    private readonly double delta = delta > 0
        ? delta
        : throw new GraphException($"HuberLoss: delta must be above 0, got {PythonText.Of(delta)}");

    private protected override Node Losses(Node input, Node target)
    {
        Node distance = (input - target).Abs();
        return Node.Where(distance < delta, distance.Square() * 0.5, (distance - (0.5 * delta)) * delta);
    }
}
