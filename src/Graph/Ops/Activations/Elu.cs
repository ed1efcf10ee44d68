namespace NeuralJit;

/// <summary>s·x where x &gt; 0, else s·α·(e^(βx) − 1): ELU, and with other constants CELU and SELU.</summary>
/// <param name="Alpha">α: minus the limit for x → −∞, before scaling.</param>
/// <param name="Scale">s.</param>
/// <param name="InputScale">β.</param>
public sealed record Elu(double Alpha, double Scale = 1, double InputScale = 1) : ActivationOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = base.Infer(inputs);
        NumberRules.Finite(Name, "alpha", Alpha, type.DType);
        NumberRules.Finite(Name, "scale", Scale, type.DType);
        NumberRules.Finite(Name, "inputScale", InputScale, type.DType);
        return type;
    }

    /// <inheritdoc/>
    protected override Node Value(Node x) => Node.Where(x > 0, Times(x, Scale), Times(Times(x, InputScale).Expm1(), Alpha * Scale));

    // s dy where x > 0, else s α β e^(βx) dy = β (y + s α) dy. The expansion's own gradient has 0 · ∞ where the exponential overflows.
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) =>
        Node.Where(x > 0, Times(dy, Scale), dy * Times(y + Alpha * Scale, InputScale));

    private static Node Times(Node x, double factor) => factor == 1 ? x : x * factor;
}

/// <summary>The exponential linear units.</summary>
public static class EluExtensions
{
    // Klambauer et al. 2017: the fixed point of mean 0 and variance 1.
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double SeluScale = 1.0507009873554804934193349852946;

    extension(Node x)
    {
        /// <summary>x where x &gt; 0, else α (eˣ − 1): Clevert et al. 2015.</summary>
        public Node Elu(double alpha = 1) => Node.Apply(new Elu(alpha), x);

        /// <summary>x where x &gt; 0, else α (e^(x/α) − 1): Barron 2017.</summary>
        public Node Celu(double alpha = 1) =>
            Node.Apply(new Elu(NumberRules.Divisor("celu", nameof(alpha), alpha, x.DType), InputScale: 1 / alpha), x);

        /// <summary>ELU scaled so that mean 0 and variance 1 are kept from layer to layer: Klambauer et al. 2017.</summary>
        public Node Selu() => Node.Apply(new Elu(SeluAlpha, SeluScale), x);
    }
}
