using System.Globalization;

namespace NeuralJit.NN;

/// <summary>x where it is positive, else a learned slope times x: He et al. 2015.</summary>
public sealed class PReLU : Module
{
    /// <summary>Makes a layer.</summary>
    /// <param name="numParameters">1 slope for all, or one per channel (dimension 1).</param>
    /// <param name="init">The slopes at first.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public PReLU(int numParameters = 1, double init = 0.25, DType dtype = DType.Float32)
    {
        NumberRules.AtLeast("PReLU", nameof(numParameters), numParameters, 1);
        NumberRules.Finite("PReLU", nameof(init), init, dtype);
        Weight = Parameter("weight", new TensorType(dtype, [numParameters]), Initializer.Constant(init));
    }

    /// <summary>The slopes below zero.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture, $"num_parameters={Weight.Shape[0]}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.PRelu(Weight);
}
