namespace NeuralJit.NN;

/// <summary>
/// Gradient descent, with momentum (Polyak's or Nesterov's), dampening and weight decay as PyTorch defines them:
/// g ← g + λ·p; b ← μ·b + (1 − dampening)·g, at the first step b ← g; p ← p − lr·b, with Nesterov p ← p − lr·(g + μ·b).
/// </summary>
public sealed class SGD : Optimizer
{
    private readonly double momentum;
    private readonly double dampening;
    private readonly double weightDecay;
    private readonly bool nesterov;
    private readonly State[] buffers;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">What is optimised.</param>
    /// <param name="learningRate">lr.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="dampening">How much less than its full weight a gradient enters the momentum.</param>
    /// <param name="weightDecay">λ: an L2 penalty, added to the gradient.</param>
    /// <param name="nesterov">Whether the step looks ahead; needs momentum and no dampening.</param>
    /// <param name="maximize">Whether the objective is made greater instead of smaller.</param>
    public SGD(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0,
        bool nesterov = false, bool maximize = false)
        : base(parameters, learningRate, maximize)
    {
        this.momentum = Require(momentum >= 0 && Holds(momentum), momentum, "the momentum must be finite and not negative");
        this.dampening = Require(Holds(dampening), dampening, "the dampening must be finite");
        this.weightDecay = Require(weightDecay >= 0 && Holds(weightDecay), weightDecay, "the weight decay must be finite and not negative");
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new GraphException("SGD: Nesterov momentum needs a momentum above 0 and no dampening");
        }
        this.nesterov = nesterov;
        buffers = momentum == 0 ? [] : NewMoments("momentum_buffer");
    }

    /// <inheritdoc/>
    protected override StepScalars Prepare(Node learningRate, Node step) => dampening == 0
        ? new StepScalars(learningRate)
        : new StepScalars(learningRate, Node.Where(step > 1, step.ScalarLike(1 - dampening), step.ScalarLike(1)));

    /// <inheritdoc/>
    protected override Node Update(int index, Node p, Node gradient, StepScalars scalars)
    {
        Node g = weightDecay == 0 ? gradient : gradient + (p * weightDecay);
        if (momentum != 0)
        {
            Node fresh = dampening == 0 ? g : g * scalars[1, p];
            Node b = scalars.Set(buffers[index], (buffers[index].Read() * momentum) + fresh);
            g = nesterov ? g + (b * momentum) : b;
        }
        return p - (g * scalars[0, p]);
    }
}
