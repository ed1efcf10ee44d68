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

        /// <summary>true with probability <paramref name="p"/>, element by element.</summary>
        /// <exception cref="GraphException">There is no trace to draw from, or p is not in [0, 1].</exception>
        public static Node Bernoulli(Shape shape, double p) => p is >= 0 and <= 1
            ? Node.RandomUniform(shape) < p
            : throw new GraphException(FormattableString.Invariant($"bernoulli: the probability must be in [0, 1], got {p}"));
    }

    private static Trace CurrentTrace(string op) => Trace.Current
        ?? throw new GraphException($"{op}: random numbers belong to a trace; call this inside Trace.Symbolic(), Trace.Eager() or a compiled function");
}
