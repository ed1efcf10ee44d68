namespace NeuralJit;

/// <summary>Halves of matrices, the last two dimensions of a value.</summary>
public static class TriangleExtensions
{
    extension(Node x)
    {
        /// <summary>x with zeros above a diagonal.</summary>
        /// <param name="diagonal">0 the main one, 1 the one above it, −1 the one below it.</param>
        /// <exception cref="ShapeException">x has fewer than two dimensions.</exception>
        public Node Tril(int diagonal = 0) => Node.Where(x.ColumnMinusRow("tril") <= diagonal, x, 0);

        /// <summary>x with zeros below a diagonal.</summary>
        /// <param name="diagonal">0 the main one, 1 the one above it, −1 the one below it.</param>
        /// <exception cref="ShapeException">x has fewer than two dimensions.</exception>
        public Node Triu(int diagonal = 0) => Node.Where(x.ColumnMinusRow("triu") >= diagonal, x, 0);

        private Node ColumnMinusRow(string op)
        {
            if (x.Rank < 2)
            {
                throw new ShapeException($"{op}: expected a matrix or several, got {x.Type}" + GraphTrace.DescribePlace());
            }
            Node rows = Node.Arange(x.Shape[x.Rank - 2]).Unsqueeze(1), columns = Node.Arange(x.Shape[x.Rank - 1]);
            return columns - rows;
        }
    }
}
