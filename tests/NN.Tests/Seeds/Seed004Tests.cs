using Act = NeuralJit.NN.Tests.DenseReference.Activation;

namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Seed document 004: a single neuron, layouts of a linear layer, multi-layer perceptrons (S16–S18).</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class Seed004Tests(Mode mode)
{
    private static readonly double[] NeuronWeights =
        [0.2796, 0.0697, -0.0067, -0.2011, 0.2039, -0.1499, -0.1548, -0.0609, -0.2994, 0.0562];

    [TestCase(0, 0)]
    [TestCase(1, -0.2634)]
    [TestCase(1000, -263.4)]
    public void S16_a_neuron_without_bias_is_the_scaled_sum_of_its_weights(double input, double expected)
    {
        Linear neuron = Tensors.Linear(10, 1, NeuronWeights, bias: null);
        Assert.That(neuron.Bias, Is.Null);
        double[] x = [.. Enumerable.Repeat(input, 10)];
        Close.Within(1e-6 * Math.Max(1, Math.Abs(input)), [expected], Execution.Run(mode, neuron.Forward, Tensors.F32([1, 10], x)));
        Dense.Check(mode, neuron, x, [1, 10], (neuron, Act.None));
    }

    [Test]
    public void S17_layouts_of_a_linear_layer()
    {
        Linear layer = new(10, 5, seed: 3);
        TensorData x = Tensors.Random([1, 10], seed: 1);
        double[] y = Close.Values(Execution.Run(mode, layer.Forward, x)), b = Close.Values(layer.Bias!.Value);
        Node W() => layer.Weight.Read();
        Node B() => layer.Bias!.Read();
        Close.Relative(1e-6, y, Execution.Run(mode, v => v.MatMul(W().T) + B(), x), "mm(x, Wᵀ) + b");
        Close.Relative(1e-6, y, Execution.Run(mode, v => W().MatMul(v.T) + B().Reshape(5, 1), x), "mm(W, xᵀ) + b as a column");
        TensorData wrong = Execution.Run(mode, v => W().MatMul(v.T) + B(), x);
        Assert.That(wrong.Shape, Is.EqualTo(Shape.Create([5, 5])));
        double[] expected = [.. Enumerable.Range(0, 25).Select(i => y[i / 5] - b[i / 5] + b[i % 5])];
        Close.Relative(1e-6, expected, wrong, "mm(W, xᵀ) + b");
        ShapeException error = Assert.Throws<ShapeException>(() => Execution.Run(mode, v => W().MatMul(v) + B(), x))!;
        Assert.That(
            error.Message, Does.Contain("mat1 and mat2 shapes cannot be multiplied (5x10 and 1x10)").And.Contain("Seed004Tests.cs:"));
        Dense.Check(mode, layer, Close.Values(x), [1, 10], (layer, Act.None));
    }

    [Test]
    public void S18_a_three_layer_perceptron_without_activations()
    {
        var mlp = new ThreeLayerMLP(10, 5, 1, relu: false);
        mlp.Initialize(2);
        Dense.Check(mode, mlp, Close.Values(Tensors.Random([1, 10], 4)), [1, 10], (mlp.Layer0, Act.None), (mlp.Layer1, Act.None),
            (mlp.Layer2, Act.None));
    }

    [Test]
    public void S18_with_a_last_relu_the_output_is_never_negative()
    {
        bool anyPositive = false;
        for (int seed = 0; seed < 10; seed++)
        {
            var mlp = new ThreeLayerMLP(3, 3, 1, relu: true);
            mlp.Initialize(seed);
            double[] x = Close.Values(Tensors.Random([1, 3], seed));
            double y = Close.Values(Execution.Run(mode, mlp.Forward, Tensors.F32([1, 3], x)))[0];
            Assert.That(y, Is.GreaterThanOrEqualTo(0));
            anyPositive |= y > 0;
            Dense.Check(mode, mlp, x, [1, 3], (mlp.Layer0, Act.Relu), (mlp.Layer1, Act.Relu), (mlp.Layer2, Act.Relu));
        }
        Assert.That(anyPositive);
    }

    private sealed class ThreeLayerMLP : Module
    {
        private readonly bool relu;

        public ThreeLayerMLP(int inputs, int hidden, int outputs, bool relu)
        {
            Layer0 = Child("layer_0", new Linear(inputs, hidden));
            Layer1 = Child("layer_1", new Linear(hidden, hidden));
            Layer2 = Child("layer_2", new Linear(hidden, outputs));
            this.relu = relu;
        }

        public Linear Layer0 { get; }

        public Linear Layer1 { get; }

        public Linear Layer2 { get; }

        protected override Node Compute(Node x) => Activate(Layer2.Forward(Activate(Layer1.Forward(Activate(Layer0.Forward(x))))));

        private Node Activate(Node x) => relu ? x.Relu() : x;
    }
}
