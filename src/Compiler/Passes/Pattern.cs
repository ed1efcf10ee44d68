namespace NeuralJit.Compilation;

/// <summary>Questions that rules ask about nodes.</summary>
internal static class Pattern
{
    extension(Node node)
    {
        /// <summary>The value that all elements have, seen through views; null when it is not such a constant.</summary>
        public double? UniformConstant => (Views.Source(node).Op as ConstantOp)?.Uniform;

        /// <summary>Whether all elements are the constant <paramref name="value"/>.</summary>
        public bool IsConstant(double value) => node.UniformConstant is { } c && c.Equals(value);
    }
}
