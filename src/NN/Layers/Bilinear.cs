using System.Globalization;

namespace NeuralJit.NN;

/// <summary>y[o] = Σ a[i] · weight[o,i,j] · b[j] + bias[o] for a of shape (…, in1) and b of shape (…, in2), as torch.nn.Bilinear.</summary>
public sealed class Bilinear : Module<(Node A, Node B), Node>
{
    /// <summary>Makes a layer.</summary>
    /// <param name="in1Features">Size of each first input.</param>
    /// <param name="in2Features">Size of each second input.</param>
    /// <param name="outFeatures">Size of each output.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each layer.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public Bilinear(int in1Features, int in2Features, int outFeatures, bool bias = true, long? seed = null, DType dtype = DType.Float32)
    {
        NumberRules.AtLeast("Bilinear", nameof(in1Features), in1Features, 0);
        NumberRules.AtLeast("Bilinear", nameof(in2Features), in2Features, 0);
        NumberRules.AtLeast("Bilinear", nameof(outFeatures), outFeatures, 0);
        double bound = 1 / Math.Sqrt(Math.Max(1, in1Features));
        var initializer = Initializer.Uniform(-bound, bound);
        Weight = Parameter("weight", new TensorType(dtype, [outFeatures, in1Features, in2Features]), initializer, seed);
        Bias = bias ? Parameter("bias", new TensorType(dtype, [outFeatures]), initializer, seed) : null;
    }

    /// <summary>Of shape (out, in1, in2).</summary>
    public Parameter Weight { get; }

    /// <summary>Of shape (out), or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture,
        $"in1_features={Weight.Shape[1]}, in2_features={Weight.Shape[2]}, out_features={Weight.Shape[0]}, "
        + $"bias={PythonText.Of(Bias is not null)}");

    /// <inheritdoc/>
    protected override Node Compute((Node A, Node B) input)
    {
        (Node a, Node b) = input;
        int outputs = Weight.Shape[0], first = Weight.Shape[1], second = Weight.Shape[2];
        if (a.Rank == 0 || b.Rank != a.Rank || a.Shape[-1] != first || b.Shape[-1] != second)
        {
            throw new ShapeException(string.Create(
                CultureInfo.InvariantCulture, $"Bilinear: expected (…, {first}) and (…, {second}), got {a.Type} and {b.Type}"));
        }
        Node products = b.MatMul(Weight.Read().Reshape(outputs * first, second).T).Reshape([.. b.Shape.Extents[..^1], outputs, first]);
        Node y = (products * a.Unsqueeze(-2)).Sum(-1);
        return Bias is null ? y : y + Bias;
    }
}
