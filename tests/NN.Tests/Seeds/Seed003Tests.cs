using Act = NeuralJit.NN.Tests.DenseReference.Activation;

namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Seed document 003: linear layers of several sizes, by the layer and by hand; gradients; one step of SGD (S13–S15).</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class Seed003Tests(Mode mode)
{
    private static readonly TestCaseData[] Layers =
    [
        Case(2, [0.0634, 0.3101], [0.0953], [0.4688], [0.2567]),
        Case(2, [-0.1765, 0.5866, 0.1639, 0.6669], [0.0817, -0.5753], [0.4917, 0.2555], [0.3573, -0.2255]),
        Case(2, [0.5580, 0.1612, 0.4506, -0.2371, 0.5267, 0.1745], [-0.2699, 0.6810, -0.3995], [0.4493, 0.8945, 0.3017],
            [-0.1335, 0.6075, -0.2596]),
        Case(3, [0.5554, -0.0235, -0.5508, 0.1813, 0.4785, 0.4031], [0.1049, -0.0320], [0.0860, 1.0309], [-0.4021, 0.6285]),
    ];

    [TestCaseSource(nameof(Layers))]
    public void S13_by_the_layer_and_by_hand(int inputs, double[] weight, double[] bias, double[] atOnes, double[] atSecond)
    {
        int n = bias.Length;
        Linear net = Tensors.Linear(inputs, n, weight, bias);
        foreach ((double[] x, double[] expected) in new[] { (Ones(inputs), atOnes), (Second(inputs), atSecond) })
        {
            TensorData row = Tensors.F32([1, inputs], x);
            double tolerance = Close.FourDecimals(x);
            Close.Within(tolerance, expected, Execution.Run(mode, net.Forward, row), "layer");
            Close.Within(tolerance, expected,
                Execution.Run(mode, v => net.Weight.Read().MatMul(v.T) + net.Bias!.Read().Reshape(n, 1), row), "by hand");
            Dense.Check(mode, net, x, [1, inputs], (net, Act.None));
        }
    }

    [TestCaseSource(nameof(Layers))]
    public void S13_without_the_view_the_bias_broadcasts_along_the_other_axis(
        int inputs, double[] weight, double[] bias, double[] atOnes, double[] atSecond)
    {
        int n = bias.Length;
        Linear net = Tensors.Linear(inputs, n, weight, bias);
        TensorData y = Execution.Run(mode, v => net.Weight.Read().MatMul(v.T) + net.Bias!.Read(), Tensors.F32([1, inputs], Second(inputs)));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([n, n])));
        double[] expected = new double[n * n];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = atSecond[i / n] - bias[i / n] + bias[i % n];
        }
        Close.Within(2 * Close.FourDecimals(Second(inputs)) + 1e-4, expected, y);
        Assert.That(atOnes, Has.Length.EqualTo(n));
    }

    [Test]
    public void S14_forward_and_backward_of_a_neuron()
    {
        Linear net = Tensors.Linear(2, 1, [0.1333, 0.6570], [-0.2780]);
        TensorData[] results = Run(net, step: null);
        double tolerance = Close.FourDecimals(1, 1);
        Close.Within(tolerance, [0.6254], results[0], "o");
        Close.Within(tolerance, [0.3746], results[1], "loss");
        Close.Within(tolerance, [-0.2343, -0.2343], results[2], "dW");
        Close.Within(tolerance, [-0.2343], results[3], "db");
        Close.Within(1e-7, [0.1333, 0.6570], net.Weight.Value, "the weights stay");
    }

    [Test]
    public void S15_one_step_of_gradient_descent()
    {
        Linear net = Tensors.Linear(2, 1, [0.4633, -0.4838], [0.2706]);
        var optimizer = new SGD(net.Parameters(), learningRate: 0.05);
        TensorData[] results = Run(net, optimizer.Step);
        double tolerance = Close.FourDecimals(1, 1);
        Close.Within(tolerance, [0.5622], results[0], "o");
        Close.Within(tolerance, [0.4378], results[1], "loss");
        Close.Within(tolerance, [-0.2461, -0.2461], results[2], "dW");
        Close.Within(tolerance, [-0.2461], results[3], "db");
        Close.Within(tolerance, [0.4756, -0.4715], net.Weight.Value, "W");
        Close.Within(tolerance, [0.2829], net.Bias!.Value, "b");
    }

    private TensorData[] Run(Linear net, Action<Node>? step) => Execution.Run(mode, nodes =>
    {
        Node o = net.Forward(nodes[0]).Sigmoid();
        Node loss = (nodes[1] - o).Sum();
        Node[] gradients = Gradients.Of(loss, net.Weight, net.Bias!);
        step?.Invoke(loss);
        return [o, loss, .. gradients];
    }, Tensors.F32([1, 2], 1, 1), Tensors.F32([1, 1], 1));

    private static TestCaseData Case(int inputs, double[] weight, double[] bias, double[] atOnes, double[] atSecond) =>
        new TestCaseData(inputs, weight, bias, atOnes, atSecond).SetArgDisplayNames($"{inputs} inputs", $"{bias.Length} outputs");

    private static double[] Ones(int inputs) => [.. Enumerable.Repeat(1.0, inputs)];

    private static double[] Second(int inputs) => inputs == 2 ? [0.1, 0.5] : [0.1, 0.5, 1];
}

/// <summary>Gradients that <c>Backward</c> fills in exist in eager mode only.</summary>
public sealed class Seed003BackwardTests
{
    [Test]
    public void S14_the_gradient_is_absent_before_backward_and_backward_leaves_the_weights_alone()
    {
        Linear net = Tensors.Linear(2, 1, [0.1333, 0.6570], [-0.2780]);
        Assert.That(net.Weight.Gradient, Is.Null);
        using GraphTrace trace = GraphTrace.Eager();
        Node loss = (1 - net.Forward(Node.From([1, 2], 1f, 1f)).Sigmoid()).Sum();
        loss.Backward();
        Close.Within(Close.FourDecimals(1, 1), [-0.2343, -0.2343], net.Weight.Gradient!);
        Close.Within(Close.FourDecimals(1, 1), [-0.2343], net.Bias!.Gradient!);
        Close.Within(1e-7, [0.1333, 0.6570], net.Weight.Value);
    }

    [Test]
    public void S15_the_step_takes_the_gradients_that_backward_filled_in()
    {
        Linear net = Tensors.Linear(2, 1, [0.4633, -0.4838], [0.2706]);
        var optimizer = new SGD(net.Parameters(), learningRate: 0.05);
        using GraphTrace trace = GraphTrace.Eager();
        (1 - net.Forward(Node.From([1, 2], 1f, 1f)).Sigmoid()).Sum().Backward();
        optimizer.Step();
        Close.Within(Close.FourDecimals(1, 1), [0.4756, -0.4715], net.Weight.Value);
        Close.Within(Close.FourDecimals(1, 1), [0.2829], net.Bias!.Value);
        optimizer.ZeroGradients();
        Assert.That(net.Weight.Gradient, Is.Null);
    }
}
