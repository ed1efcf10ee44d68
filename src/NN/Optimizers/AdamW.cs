namespace NeuralJit.NN;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019): p ← p · (1 − lr·λ) before Adam's step.</summary>
public sealed class AdamW : Adam
{
    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">What is optimised.</param>
    /// <param name="learningRate">lr.</param>
    /// <param name="beta1">How slowly the mean of the gradient forgets.</param>
    /// <param name="beta2">How slowly the mean of its square forgets.</param>
    /// <param name="eps">Added to the root, so that nothing is divided by zero.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="amsgrad">Whether to divide by the greatest second moment so far.</param>
    /// <param name="maximize">Whether the objective is made greater instead of smaller.</param>
    public AdamW(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weightDecay = 1e-2, bool amsgrad = false, bool maximize = false)
        : base(parameters, learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupled: true)
    {
    }
}
