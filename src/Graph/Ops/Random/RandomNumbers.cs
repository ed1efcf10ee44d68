namespace NeuralJit;

/// <summary>Drawing random numbers from the trace's random state; each call is a stream of its own.</summary>
public static class RandomNumbers
{
    extension(Node)
    {
        /// <summary>Random numbers, uniform on [0, 1).</summary>
        /// <exception cref="GraphException">There is no trace to draw from.</exception>
        public static Node RandomUniform(Shape shape, DType dtype = DType.Float32)
        {
            (Node state, int stream) = CurrentTrace("random_uniform").NextRandomStream();
            return Node.Apply(new RandomUniform(new TensorType(dtype, shape), stream), state);
        }

        /// <summary>Random numbers, standard normal.</summary>
        /// <exception cref="GraphException">There is no trace to draw from.</exception>
        public static Node RandomNormal(Shape shape, DType dtype = DType.Float32)
        {
            (Node state, int stream) = CurrentTrace("random_normal").NextRandomStream();
            return Node.Apply(new RandomNormal(new TensorType(dtype, shape), stream), state);
        }

        /// <summary>
        /// true with probability <paramref name="p"/>, element by element; its error is below 1e-5 of p and of 1 − p, or below 2⁻⁵³.
        /// </summary>
        /// <exception cref="GraphException">There is no trace to draw from, or p is not in [0, 1].</exception>
        public static Node Bernoulli(Shape shape, double p) => p is >= 0 and <= 1
            ? Node.RandomUniform(shape, IsMetBySingles(p) ? DType.Float32 : DType.Float64) < p
            : throw new GraphException(FormattableString.Invariant($"bernoulli: the probability must be in [0, 1], got {p}"));
    }

    // Numbers of f32 are multiples of 2⁻²⁴, and so are the probabilities of being below something: too coarse for rare events.
    private static bool IsMetBySingles(double p)
    {
        double steps = p * (1 << 24);
        return steps == Math.Floor(steps) || Math.Min(p, 1 - p) >= 0.01;
    }

    private static GraphTrace CurrentTrace(string op) => GraphTrace.Current
        ?? throw new GraphException(
            $"{op}: random numbers belong to a trace; call this inside GraphTrace.Symbolic(), GraphTrace.Eager() or a compiled function");
}
