namespace NeuralJit;

/// <summary>Normalisation by neighbouring channels.</summary>
public static class LocalResponseNormExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x / (k + α · (Σ x² over <paramref name="size"/> neighbouring channels) / size)^β, channels being dimension 1 and zeros around
        /// them, as torch.nn.functional.local_response_norm: Krizhevsky et al. 2012.
        /// </summary>
        /// <exception cref="ShapeException">x has no channels and something behind them, or the size is below 1.</exception>
        public Node LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
        {
            if (x.Rank < 3 || size < 1)
            {
                throw new ShapeException(
                    $"local_response_norm: expected (batch, channels, …) and a size of at least 1, got {x.Type} and {size}");
            }
            NumberRules.NotNegative("local_response_norm", nameof(alpha), alpha, x.DType);
            NumberRules.Finite("local_response_norm", nameof(beta), beta, x.DType);
            NumberRules.NotNegative("local_response_norm", nameof(k), k, x.DType);
            // What lies beyond all channels is 0.
            int channels = x.Shape[1], before = Math.Min(size / 2, channels), after = Math.Min((size - 1) / 2, channels);
            IntList low = IntList.Create([0, before, .. Enumerable.Repeat(0, x.Rank - 2)]);
            IntList high = IntList.Create([0, after, .. Enumerable.Repeat(0, x.Rank - 2)]);
            Node squares = x.Square().Pad(low, high), sum = squares.Narrow(1, 0, channels);
            for (int i = 1; i <= before + after; i++)
            {
                sum += squares.Narrow(1, i, channels);
            }
            // Of a power that is beyond all numbers the reciprocal is 0, and so is its gradient.
            return x * (sum * (alpha / size) + k).Pow(-beta);
        }
    }
}
