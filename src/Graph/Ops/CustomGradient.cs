namespace NeuralJit;

/// <summary>
/// Gives the gradients of the inputs of a custom function, given the inputs, the result y and its gradient dy; null for none.
/// </summary>
public delegate Node?[] GradientRule(Node[] inputs, Node y, Node dy);

/// <summary>
/// The value of the last input, whose gradient with respect to the other inputs is what the rule says. The value is an ordinary
/// node, so passes see how it is computed; only the way back is the user's.
/// </summary>
/// <remarks>
/// Two rules are equal when they are the same method on the same target; a lambda that captures variables is made anew each time
/// and is equal to itself only.
/// </remarks>
public sealed record CustomGradient : CompositeOp
{
    /// <summary>Differentiates a function of several inputs by a rule.</summary>
    public CustomGradient(GradientRule rule) => Rule = rule;

    /// <summary>Differentiates a function of one input by a rule that computes dx from x, y and dy.</summary>
    public CustomGradient(Func<Node, Node, Node, Node> rule) => Rule = rule;

    private CustomGradient(string unknownRule)
    {
        RuleName = unknownRule;
        Rule = new GradientRule((_, _, _) => throw new GraphException(
            $"{Name}: the rule {unknownRule} is known by name only, because the op was read from text; add custom_gradient to the catalog "
            + $"that reads it"));
    }

    /// <summary>Computes the gradients.</summary>
    public Delegate Rule { get; }

    private string? RuleName { get; }

    /// <summary>The op whose rule is known by name only: it has a value and no gradient.</summary>
    internal static CustomGradient Unknown(string rule) => new(rule);

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs.Length > 0
        ? inputs[^1].Type
        : throw new ShapeException($"{Name}: expected a value as the last input, got no inputs");

    /// <inheritdoc/>
    public override Node Expand(ReadOnlySpan<Node> inputs) => inputs[^1];

    // The user's rule; nothing flows through the value itself.
    /// <inheritdoc/>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node[] inputs = y.Inputs[..^1].ToArray();
        Node?[] given = Rule is Func<Node, Node, Node, Node> single ? [single(inputs[0], y, dy)] : ((GradientRule)Rule)(inputs, y, dy);
        if (given.Length != inputs.Length)
        {
            throw new GraphException(
                $"{Name}: the rule must give one gradient (or null) for each of {inputs.Length} inputs, got {given.Length}");
        }
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i] is { } dx && (dx.DType != inputs[i].DType || !inputs[i].Shape.BroadcastsTo(dx.Shape)))
            {
                throw new ShapeException($"{Name}: the rule gave {dx.Type} as the gradient of input {i}, which is {inputs[i].Type}");
            }
        }
        return [.. given, null];
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Rule = ").Append(QuotedText.Quote(RuleName ?? Rule.Method.Name));
        return true;
    }
}

/// <summary>Functions with gradients of the user's own.</summary>
public static class CustomGradientExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// forward(x), differentiated as <paramref name="gradient"/>(x, y, dy) says, for example to clip gradients or to pass them straight
        /// through a rounding: <c>x.WithGradient(x => x.Round(), (x, y, dy) => dy)</c>.
        /// </summary>
        public Node WithGradient(Func<Node, Node> forward, Func<Node, Node, Node, Node> gradient) =>
            Node.Apply(new CustomGradient(gradient), x, forward(x));
    }

    extension(Node)
    {
        /// <summary>forward(inputs), differentiated with respect to each input as <paramref name="gradient"/> says.</summary>
        public static Node WithGradient(ReadOnlySpan<Node> inputs, Func<Node[], Node> forward, GradientRule gradient) =>
            Node.Apply(new CustomGradient(gradient), [.. inputs, forward(inputs.ToArray())]);
    }
}
