namespace NeuralJit.NN.Tests.Seeds;

/// <summary>Seed document 002: a convolution written with slices, its loss and its gradients (S10–S12).</summary>
[TestFixture(Mode.Eager, DType.Float32)]
[TestFixture(Mode.Compiled, DType.Float32)]
[TestFixture(Mode.Eager, DType.Float64)]
[TestFixture(Mode.Compiled, DType.Float64)]
public sealed class Seed002Tests(Mode mode, DType dtype)
{
    private readonly Parameter w1 = new(Make([2, 2], dtype, 0.1, -0.1, 0.2, 0.001), "w1");
    private readonly Parameter w2 = new(Make([4], dtype, 0.0005, -0.2, 0.2, 0.5), "w2");

    [Test]
    public void S10_forward()
    {
        TensorData[] results = Run(x =>
        {
            (Node l1, Node l2, Node loss) = Forward(x);
            return [l1, l2, loss];
        });
        Check([0.705, 0.906, 1.308, 1.509], 1e-12, results[0], "L1");
        Check([3.03765944e-04, -1.43841367e-01, 1.72753696e-01, 4.53380714e-01], 0.5e-9, results[1], "L2");
        Check([2.3767862745225306], 1e-14, results[2], "loss");
    }

    [Test]
    public void S11_gradients_of_a_parameter_of_an_intermediate_value_and_of_one_element()
    {
        TensorData[] results = Run(x =>
        {
            (Node l1, _, Node loss) = Forward(x);
            Node[] gradients = Gradients.Of(loss, w2, l1, w1);
            return [gradients[0], gradients[1], gradients[2][0, 0]];
        });
        Check([0.22783599, 0.26189097, -0.09793547, -0.08370645], 0.5e-8, results[0], "d_w2");
        Check([0.0001183, -0.03515696, -0.00575761, -0.00820593], 0.5e-8, results[1], "d_L1");
        Check([-0.1342557202950444], 1e-14, results[2], "d_w1[0, 0]");
    }

    private TensorData[] Run(Func<Node, Node[]> function) =>
        Execution.Run(mode, nodes => function(nodes[0]), Make([3, 3], dtype, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    private (Node L1, Node L2, Node Loss) Forward(Node x)
    {
        Node w = w1;
        Node l1 = Node.Stack([(x[..2, ..2] * w).Sum(), (x[..2, 1..] * w).Sum(), (x[1.., ..2] * w).Sum(), (x[1.., 1..] * w).Sum()]);
        Node l2 = l1.Tanh() * w2;
        Node y = Node.Constant(Make([4], dtype, -1, -1, 1, 1));
        return (l1, l2, (0.5 * (l2.Sigmoid() - y).Square()).Sum());
    }

    // float32 is compared relatively, float64 to half a unit of the last printed digit.
    private void Check(double[] expected, double float64Tolerance, TensorData actual, string what)
    {
        Assert.That(actual.DType, Is.EqualTo(dtype));
        if (dtype == DType.Float32)
        {
            Close.Relative(1e-6, expected, actual, what);
        }
        else
        {
            Close.Within(float64Tolerance, expected, actual, what);
        }
    }

    private static TensorData Make(Shape shape, DType dtype, params double[] values) =>
        dtype == DType.Float64 ? Tensors.F64(shape, values) : Tensors.F32(shape, values);
}
