namespace NeuralJit.NN;

/// <summary>
/// In training, sets elements to zero with probability p and multiplies the others by 1 / (1 − p), so that the mean
/// stays; in evaluation, does nothing: Srivastava et al. 2014. Each call and each step drops others.
/// </summary>
/// <param name="p">The probability of dropping an element, from 0 to 1.</param>
public sealed class Dropout(double p = 0.5) : DropoutModule(p)
{
    private protected override Node Drop(Node x) => Masked(x, x.Shape);
}
