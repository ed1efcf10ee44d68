namespace NeuralJit.NN;

/// <summary>
/// Adam (Kingma and Ba 2015) as PyTorch computes it: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²;
/// p ← p − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps). Weight decay is an L2 penalty, added to the gradient.
/// </summary>
public class Adam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double eps;
    private readonly double weightDecay;
    private readonly bool decoupled;
    private readonly State[] firstMoments;
    private readonly State[] secondMoments;
    private readonly State[]? greatestMoments;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">What is optimised.</param>
    /// <param name="learningRate">lr.</param>
    /// <param name="beta1">How slowly the mean of the gradient forgets.</param>
    /// <param name="beta2">How slowly the mean of its square forgets.</param>
    /// <param name="eps">Added to the root, so that nothing is divided by zero.</param>
    /// <param name="weightDecay">The L2 penalty.</param>
    /// <param name="amsgrad">Whether to divide by the greatest second moment so far (Reddi, Kale and Kumar 2018).</param>
    /// <param name="maximize">Whether the objective is made greater instead of smaller.</param>
    public Adam(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weightDecay = 0, bool amsgrad = false, bool maximize = false)
        : this(parameters, learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupled: false)
    {
    }

    private protected Adam(
        IEnumerable<Parameter> parameters, double learningRate, double beta1, double beta2, double eps, double weightDecay,
        bool amsgrad, bool maximize, bool decoupled)
        : base(parameters, learningRate, maximize)
    {
        this.beta1 = Require(beta1 is >= 0 and < 1, beta1, "beta1 lies in [0, 1)");
        this.beta2 = Require(beta2 is >= 0 and < 1, beta2, "beta2 lies in [0, 1)");
        this.eps = Require(eps >= 0 && Holds(eps), eps, "eps must be finite and not negative");
        this.weightDecay = Require(weightDecay >= 0 && Holds(weightDecay), weightDecay, "the weight decay must be finite and not negative");
        this.decoupled = decoupled;
        firstMoments = NewMoments("exp_avg");
        secondMoments = NewMoments("exp_avg_sq");
        greatestMoments = amsgrad ? NewMoments("max_exp_avg_sq") : null;
    }

    /// <inheritdoc/>
    protected override StepScalars Prepare(Node learningRate, Node step)
    {
        Node root = OneMinusPower(beta2, step).Sqrt();
        Node stepSize = learningRate * root / OneMinusPower(beta1, step);
        return decoupled
            ? new StepScalars(stepSize, root * eps, 1 - (learningRate * weightDecay))
            : new StepScalars(stepSize, root * eps);
    }

    /// <inheritdoc/>
    protected override Node Update(int index, Node p, Node gradient, StepScalars scalars)
    {
        Node g = weightDecay == 0 || decoupled ? gradient : gradient + (p * weightDecay);
        Node decayed = weightDecay != 0 && decoupled ? p * scalars[2, p] : p;
        Node m = scalars.Set(firstMoments[index], (firstMoments[index].Read() * beta1) + (g * (1 - beta1)));
        Node v = scalars.Set(secondMoments[index], (secondMoments[index].Read() * beta2) + (g * g * (1 - beta2)));
        if (greatestMoments is not null)
        {
            v = scalars.Set(greatestMoments[index], greatestMoments[index].Read().Maximum(v));
        }
        // m / (√v / r + eps) = r · m / (√v + r·eps), with r = √(1 − β₂ᵗ) in the scalars: one pass less over v.
        return decayed - (m / (v.Sqrt() + scalars[1, p]) * scalars[0, p]);
    }

    // 1 − βᵗ = −expm1(t·ln β): exact to the last digits where βᵗ is near 1. At β = 0 it is 1.
    private static Node OneMinusPower(double beta, Node step) => beta == 0 ? step.ScalarLike(1) : -(step * Math.Log(beta)).Expm1();
}
