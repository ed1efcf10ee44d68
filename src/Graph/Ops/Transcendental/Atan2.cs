using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The angle of the point (b, a), from −π to π.</summary>
public sealed record Atan2 : BinaryOp<Atan2Operator>
{
    // d atan2(a, b) = (b da − a db) / (a² + b²)
    /// <inheritdoc/>
    protected override Node Gradient(Node a, Node b, Node y, Node dy, int input) =>
        dy * ((input == 0 ? b : -a) / (a.Square() + b.Square()));
}

/// <summary>Angles.</summary>
public static class Atan2Extensions
{
    extension(Node a)
    {
        /// <summary>The angle of the point (b, a): a is the ordinate, broadcast.</summary>
        public Node Atan2(Node b) => Node.Apply(new Atan2(), a, b);

        /// <summary>The angle of the point (b, a): a is the ordinate.</summary>
        public Node Atan2(double b) => a.Atan2(a.ScalarLike(b));
    }
}
