using Act = NeuralJit.NN.Tests.DenseReference.Activation;

namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Seed document 001: a linear layer on a batch, ReLU in four forms, printing, a sigmoid network (S5–S9).</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class Seed001Tests(Mode mode)
{
    [Test]
    public void S5_a_batch_with_a_row_of_zeros_gives_the_bias_there()
    {
        double[] bias = [-0.1196, 0.3142, -0.4347, 0.2551, -0.6858];
        Linear net = Tensors.Linear(2, 5, [0.0619, -0.1240, 0.3286, -0.3996, -0.1813, -0.2766, -0.4727, 0.4290, -0.7036, 0.3730], bias);
        double[] x = [1, -1, 0, 1, 0, 0];
        double[] expected =
        [
            0.0663, 1.0424, -0.3395, -0.6467, -1.7625,
            -0.2436, -0.0855, -0.7112, 0.6841, -0.3128,
            .. bias,
        ];
        TensorData y = Execution.Run(mode, net.Forward, Tensors.F32([3, 2], x));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([3, 5])));
        Close.Within(Close.FourDecimals(1, 1), expected, y);
        Dense.Check(mode, net, x, [3, 2], (net, Act.None));
    }

    [Test]
    public void S6_four_forms_of_one_network_agree()
    {
        Linear linear = Tensors.Linear(2, 3, [0.2480, -0.6331, -0.4280, -0.3598, -0.6689, 0.4010], [0.1330, 0.6197, 0.4933]);
        TensorData x = Tensors.F32([2], 1, -1);
        Close.Within(Close.FourDecimals(1, 1), [1.0141, 0.5516, -0.5766], Execution.Run(mode, linear.Forward, x), "before the activation");
        (string Form, Func<Node, Node> Network)[] forms =
        [
            ("step by step", input => linear.Forward(input).Relu()),
            ("sequential", new Sequential(linear, new ReLU()).Forward),
            ("custom module", new NeuralNetwork(linear).Forward),
            ("module that holds a sequential", new NeuralNetworkSequential(linear).Forward),
        ];
        foreach ((string form, Func<Node, Node> network) in forms)
        {
            Close.Within(Close.FourDecimals(1, 1), [1.0141, 0.5516, 0], Execution.Run(mode, network, x), form);
        }
        Dense.Check(mode, new NeuralNetworkSequential(linear), [1, -1], [2], (linear, Act.Relu));
    }

    [Test]
    public void S8_a_sigmoid_network_has_45_parameters_and_runs_forward_and_backward()
    {
        var model = new FeedForwardSequential();
        model.Initialize(7);
        Assert.That(model.ParameterCount, Is.EqualTo(45));
        Dense.Check(mode, model, [1, 2, 3], [3, 1], ((Linear)model.Net[0], Act.Sigmoid), ((Linear)model.Net[2], Act.Sigmoid),
            ((Linear)model.Net[4], Act.None));
    }

    [Test]
    public void S9_a_hundred_points_from_minus_one_to_one_as_a_column()
    {
        TensorData points = Execution.Run(mode, _ => [Node.Linspace(-1, 1, 100).Unsqueeze(1)])[0];
        Assert.That(points.Shape, Is.EqualTo(Shape.Create([100, 1])));
        double[] expected = [.. Enumerable.Range(0, 100).Select(i => -1 + (2.0 * i / 99))];
        Close.Within(1e-7, expected, points);
        Assert.That(points.Span<float>()[^1], Is.EqualTo(1f));
    }
}

/// <summary>Printing needs no mode.</summary>
public sealed class Seed001PrintingTests
{
    [Test]
    public void S7_models_print_as_in_PyTorch()
    {
        Assert.That(new Sequential(new Linear(2, 3), new ReLU()).ToString(), Is.EqualTo(
            "Sequential(\n  (0): Linear(in_features=2, out_features=3, bias=True)\n  (1): ReLU()\n)"));
        Assert.That(new FeedForwardSequential().ToString(), Is.EqualTo("""
            FeedForwardSequential(
              (net): Sequential(
                (0): Linear(in_features=1, out_features=4, bias=True)
                (1): Sigmoid()
                (2): Linear(in_features=4, out_features=6, bias=True)
                (3): Sigmoid()
                (4): Linear(in_features=6, out_features=1, bias=True)
              )
            )
            """.ReplaceLineEndings("\n")));
    }
}

internal sealed class NeuralNetwork : Module
{
    private readonly Module l1;
    private readonly Module act1;

    public NeuralNetwork(Linear linear)
    {
        l1 = Child("l1", linear);
        act1 = Child("act1", new ReLU());
    }

    protected override Node Compute(Node x) => act1.Forward(l1.Forward(x));
}

internal sealed class NeuralNetworkSequential : Module
{
    private readonly Sequential net;

    public NeuralNetworkSequential(Linear linear)
    {
        net = Child("net", new Sequential(linear, new ReLU()));
    }

    protected override Node Compute(Node x) => net.Forward(x);
}

internal sealed class FeedForwardSequential : Module
{
    public FeedForwardSequential()
    {
        Net = Child("net", new Sequential(new Linear(1, 4), new Sigmoid(), new Linear(4, 6), new Sigmoid(), new Linear(6, 1)));
    }

    public Sequential Net { get; }

    protected override Node Compute(Node x) => Net.Forward(x);
}
