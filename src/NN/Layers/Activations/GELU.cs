namespace NeuralJit.NN;

/// <summary>x · Φ(x), Φ being the normal distribution function: Hendrycks and Gimpel 2016.</summary>
/// <param name="approximate"><c>none</c> for the exact form with erf, <c>tanh</c> for the approximation by tanh.</param>
public sealed class GELU(string approximate = "none") : Module
{
    private readonly bool tanh = approximate switch
    {
        "none" => false,
        "tanh" => true,
        _ => throw new GraphException($"GELU: approximate is \"none\" or \"tanh\", got \"{approximate}\""),
    };

    /// <inheritdoc/>
    protected override string Details => $"approximate='{(tanh ? "tanh" : "none")}'";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Gelu(tanh);
}
