namespace NeuralJit.Compilation;

/// <summary>Evaluates what depends on constants only, where the result is no larger than what it is computed from (or small).</summary>
internal static class FoldConstants
{
    private const int SmallCount = 4096;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("fold constants", new Rule("f(constants) → constant", Fold));

    private static Node? Fold(Node node)
    {
        if (!node.Op.IsPure || node.Op is ConstantOp or VariableRead or CompositeOp || (node.Inputs.Length == 0 && node.Op is not Iota))
        {
            return null;
        }
        long given = SmallCount;
        foreach (Node input in node.Inputs)
        {
            if (input.Op is not ConstantOp)
            {
                return null;
            }
            given = Math.Max(given, input.Shape.Count);
        }
        // A broadcast constant is kept as it is: kernels repeat it without memory.
        if (node.Op is Broadcast || node.Shape.Count > given || node.Shape.Count == 0)
        {
            return null;
        }
        TensorData result = TensorData.Uninitialized(node.Type);
        node.Op.Evaluate([.. node.Inputs.ToArray().Select(i => ((ConstantOp)i.Op).Data.View)], result.View);
        return Node.Constant(result);
    }
}
