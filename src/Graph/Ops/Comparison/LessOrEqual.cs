using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether a ≤ b (false for NaN), as bool.</summary>
public sealed record LessOrEqual : BinaryOp<LessOrEqualOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Comparing nodes.</summary>
public static class LessOrEqualExtensions
{
    extension(Node a)
    {
        /// <summary>Where a ≤ b (false for NaN), broadcast.</summary>
        public Node LessOrEqual(Node b) => Node.Apply(new LessOrEqual(), a, b);

        /// <summary>Where a ≤ b (false for NaN).</summary>
        public Node LessOrEqual(double b) => a.LessOrEqual(a.ScalarLike(b));
    }

    // C# wants the two operators of a pair in one place.
    extension(Node)
    {
        /// <summary>Where a &lt;= b, broadcast.</summary>
        public static Node operator <=(Node a, Node b) => Node.Apply(new LessOrEqual(), a, b);

        /// <summary>Where a &gt;= b, broadcast.</summary>
        public static Node operator >=(Node a, Node b) => Node.Apply(new GreaterOrEqual(), a, b);

        /// <summary>Where a &lt;= b.</summary>
        public static Node operator <=(Node a, double b) => a <= a.ScalarLike(b);

        /// <summary>Where a &gt;= b.</summary>
        public static Node operator >=(Node a, double b) => a >= a.ScalarLike(b);

        /// <summary>Where a &lt;= b.</summary>
        public static Node operator <=(double a, Node b) => b.ScalarLike(a) <= b;

        /// <summary>Where a &gt;= b.</summary>
        public static Node operator >=(double a, Node b) => b.ScalarLike(a) >= b;
    }
}
