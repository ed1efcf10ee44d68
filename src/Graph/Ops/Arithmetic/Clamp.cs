namespace NeuralJit;

/// <summary>Values kept between two limits.</summary>
public static class ClampExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x where it lies between the limits, else the limit that it is beyond (max, where min is greater than max); NaN stays NaN. The
        /// gradient is 1 at the limits and between them, and 0 beyond, as that of torch.clamp.
        /// </summary>
        /// <param name="min">The least value, or null for none.</param>
        /// <param name="max">The greatest value, or null for none.</param>
        /// <exception cref="GraphException">A limit is NaN, or there is none.</exception>
        public Node Clamp(double? min = null, double? max = null)
        {
            if (min is null && max is null)
            {
                throw new GraphException("clamp: give min, max or both");
            }
            Node y = x;
            if (min is { } least)
            {
                NumberRules.Number("clamp", nameof(min), least);
                y = Node.Where(y < least, least, y);
            }
            if (max is { } greatest)
            {
                NumberRules.Number("clamp", nameof(max), greatest);
                y = Node.Where(y > greatest, greatest, y);
            }
            return y;
        }
    }
}
