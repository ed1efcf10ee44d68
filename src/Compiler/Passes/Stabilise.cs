namespace NeuralJit.Compilation;

/// <summary>
/// Replaces forms that overflow or cancel by equal ones that do not. Results may be finite where the written form is not.
/// </summary>
internal static class Stabilise
{
    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("stabilise",
        new Rule("log(softmax(x)) → log_softmax(x)", node => node.Op is Log && node.Inputs[0] is { Op: Softmax softmax } y
            ? y.Inputs[0].LogSoftmax(softmax.Axis) : null),
        new Rule("log(sigmoid(x)) → −softplus(−x)", node =>
            node.Op is Log && node.Inputs[0] is { Op: Sigmoid } y ? y.Inputs[0].LogSigmoid() : null),
        new Rule("log(1 − sigmoid(x)) → −softplus(x)", node =>
            node.Op is Log && node.Inputs[0] is { Op: Subtract } d && d.Inputs[0].IsConstant(1)
            && d.Inputs[1] is { Op: Sigmoid } y && y.Type == node.Type ? -Node.Apply(new Softplus(), y.Inputs[0]) : null),
        new Rule("log(1 + x) → log1p(x)", Log1p),
        new Rule("exp(x) − 1 → expm1(x)", node =>
            node.Op is Subtract && node.Inputs[1].IsConstant(1) && node.Inputs[0] is { Op: Exp } y && y.Type == node.Type
            ? y.Inputs[0].Expm1() : null));

    private static Node? Log1p(Node node)
    {
        if (node.Op is not Log || node.Inputs[0] is not { Op: Add } sum)
        {
            return null;
        }
        Node? x = sum.Inputs[0].IsConstant(1) ? sum.Inputs[1] : sum.Inputs[1].IsConstant(1) ? sum.Inputs[0] : null;
        return x is not null && x.Type == node.Type ? x.Log1p() : null;
    }
}
