namespace NeuralJit.Compilation;

/// <summary>Copies what a view shows in another order than memory has it, so that all views can be read in place.</summary>
internal static class CopyUnreadable
{
    /// <summary>The rule, for passes that ask how views lie in memory.</summary>
    public static Rule Rule { get; } = new("reshape of a strided view → reshape of a copy", Readable);

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("copy unreadable views", Rule);

    private static Node? Readable(Node node) => node.Op is ViewOp && node.LayoutInSource is null
        ? Node.Apply(node.Op, Node.Apply(new Copy(), node.Inputs[0]))
        : null;
}
