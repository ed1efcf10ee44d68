namespace NeuralJit.NN;

/// <summary>
/// A layer of a transformer's encoder (Vaswani et al., "Attention Is All You Need", 2017), built of linear layers, softmax and layer
/// normalisation: attention of several heads, then a feed-forward part, each added to its input and normalised. From (batch, length,
/// features) to the same.
/// </summary>
[OriginOfNodes]
public sealed class EncoderLayer : Module
{
    private readonly int heads;
    private readonly Linear query, key, value, output, linear1, linear2;
    private readonly LayerNorm norm1, norm2;

    /// <summary>Makes a layer.</summary>
    /// <param name="features">Numbers per position.</param>
    /// <param name="heads">Heads of the attention; divides <paramref name="features"/>.</param>
    /// <param name="hidden">Numbers per position inside the feed-forward part.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
    public EncoderLayer(int features, int heads, int hidden, long? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (features % heads != 0)
        {
            throw new GraphException($"encoder layer: {heads} heads do not divide {features} features; choose a divisor");
        }
        this.heads = heads;
        query = Child("query", new Linear(features, features));
        key = Child("key", new Linear(features, features));
        value = Child("value", new Linear(features, features));
        output = Child("output", new Linear(features, features));
        norm1 = Child("norm1", new LayerNorm([features]));
        linear1 = Child("linear1", new Linear(features, hidden));
        linear2 = Child("linear2", new Linear(hidden, features));
        norm2 = Child("norm2", new LayerNorm([features]));
        Initialize(seed);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        Node attended = norm1.Forward(x + Attention(x));
        return norm2.Forward(attended + linear2.Forward(linear1.Forward(attended).Relu()));
    }

    // softmax(q·kᵀ / √d) · v, for each head by itself.
    private Node Attention(Node x)
    {
        Node q = Split(query.Forward(x)), k = Split(key.Forward(x)), v = Split(value.Forward(x));
        Node weights = (q.MatMul(k.T) / Math.Sqrt(q.Shape[-1])).Softmax(-1);
        return output.Forward(weights.MatMul(v).Transpose(1, 2).Reshape(x.Shape));
    }

    // (batch, length, features) to (batch, heads, length, features / heads)
    private Node Split(Node x) => x.Reshape([x.Shape[0], x.Shape[1], heads, -1]).Transpose(1, 2);
}
