using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether a &lt; b (false for NaN), as bool.</summary>
public sealed record Less : BinaryOp<LessOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Comparing nodes.</summary>
public static class LessExtensions
{
    extension(Node a)
    {
        /// <summary>Where a &lt; b (false for NaN), broadcast.</summary>
        public Node Less(Node b) => Node.Apply(new Less(), a, b);

        /// <summary>Where a &lt; b (false for NaN).</summary>
        public Node Less(double b) => a.Less(a.ScalarLike(b));
    }

    // C# wants the two operators of a pair in one place.
    extension(Node)
    {
        /// <summary>Where a &lt; b, broadcast.</summary>
        public static Node operator <(Node a, Node b) => Node.Apply(new Less(), a, b);

        /// <summary>Where a &gt; b, broadcast.</summary>
        public static Node operator >(Node a, Node b) => Node.Apply(new Greater(), a, b);

        /// <summary>Where a &lt; b.</summary>
        public static Node operator <(Node a, double b) => a < a.ScalarLike(b);

        /// <summary>Where a &gt; b.</summary>
        public static Node operator >(Node a, double b) => a > a.ScalarLike(b);

        /// <summary>Where a &lt; b.</summary>
        public static Node operator <(double a, Node b) => b.ScalarLike(a) < b;

        /// <summary>Where a &gt; b.</summary>
        public static Node operator >(double a, Node b) => b.ScalarLike(a) > b;
    }
}
