namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Compares a fully connected model, forward and backward, with the loops of <see cref="DenseReference"/>.</summary>
internal static class Dense
{
    private const double Float32Tolerance = 1e-6;

    /// <summary>Output, gradient of the input and gradients of all parameters, for a seed gradient of 1, 2, 3, … over the output.</summary>
    public static void Check(
        Mode mode, Module model, double[] x, Shape shape, params (Linear Layer, DenseReference.Activation Activation)[] layers)
    {
        int rows = shape.Rank == 1 ? 1 : shape[0], width = layers[^1].Layer.OutFeatures;
        double[] dy = [.. Enumerable.Range(1, rows * width).Select(i => (double)i)];
        Shape outputShape = shape.Rank == 1 ? [width] : [rows, width];
        double[][] expected = DenseReference.Run(x, rows, dy, layers);
        TensorData[] actual = Execution.ForwardBackward(
            mode, model.Forward, model.Parameters(), Tensors.F32(shape, x), Tensors.F32(outputShape, dy));
        string[] names = ["y", "dx", .. model.NamedParameters().Select(p => "d" + p.Name)];
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < actual.Length; i++)
        {
            Close.Relative(Float32Tolerance, expected[i], actual[i], names[i]);
        }
    }
}
