namespace NeuralJit;

/// <summary>The affine map of a linear layer.</summary>
public static class LinearForm
{
    extension(Node x)
    {
        /// <summary>x · wᵀ + b, with w of shape (out, in) as in PyTorch.</summary>
        public Node Linear(Node weight, Node? bias = null)
        {
            Node y = x.MatMul(weight.T);
            return bias is null ? y : y + bias;
        }
    }
}
