using Act = NeuralJit.NN.Tests.DenseReference.Activation;

namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Seed document 000: small linear networks, with and without tanh (S1–S4).</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class Seed000Tests(Mode mode)
{
    [Test]
    public void S1_one_input_one_output()
    {
        Linear net = Tensors.Linear(1, 1, [-0.1086], [0.3745]);
        TensorData y = Execution.Run(mode, net.Forward, Tensors.F32([2, 1], 1, 2));
        Close.Within(Close.FourDecimals(2), [0.2659, 0.1573], y);
        Dense.Check(mode, net, [1, 2], [2, 1], (net, Act.None));
    }

    [Test]
    public void S2_a_vector_goes_in_and_its_gradient_equals_the_weights()
    {
        double[] weight = [-0.6588896, 0.31214994];
        Linear net = Tensors.Linear(2, 1, weight, [-0.16238068]);
        TensorData[] results = Execution.ForwardBackward(mode, net.Forward, [], Tensors.F32([2], 1, 2), Tensors.F32([1], 1));
        Assert.That(results[0].Shape, Is.EqualTo(Shape.Create([1])));
        Close.Relative(1e-6, [-0.1969704], results[0], "y");
        Close.Relative(1e-7, weight, results[1], "dy/dx");
        Dense.Check(mode, net, [1, 2], [2], (net, Act.None));
    }

    [Test]
    public void S3_parameters_have_PyTorchs_names_and_shapes()
    {
        var net = new Linear(2, 1);
        Assert.That(net.NamedParameters().Select(p => p.Name), Is.EqualTo((string[])["weight", "bias"]));
        Assert.That(net.Weight.Shape, Is.EqualTo(Shape.Create([1, 2])));
        Assert.That(net.Bias!.Shape, Is.EqualTo(Shape.Create([1])));
    }

    [Test]
    public void S4_a_linear_layer_and_tanh()
    {
        Linear linear = Tensors.Linear(2, 2, [0.2782038, -0.18113476, 0.2763092, 0.43697793], [-0.51394522, 0.3649103]);
        var net = new Sequential(linear, new Tanh());
        Close.Relative(1e-6, [-0.5356327, 0.9078532], Execution.Run(mode, net.Forward, Tensors.F32([2], 1, 2)));
        Dense.Check(mode, net, [1, 2], [2], (linear, Act.Tanh));
    }
}
