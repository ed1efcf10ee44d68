namespace NeuralJit.Tests;

/// <summary>The rows of the seed documents that need no modules, op by op: eager and as a graph.</summary>
internal sealed class SeedTests
{
    // S9: linspace and a column
    [Test]
    public void S9_a_column_of_equally_spaced_numbers()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Linspace(-1, 1, 100).Unsqueeze(1);
        Assert.That(x.Shape, Is.EqualTo(Shape.Create([100, 1])));
        Assert.That(x[..2].ToString(), Is.EqualTo("tensor([[-1.0000],\n        [-0.9798]])"));
        Assert.That(x[^1].Item<float>(), Is.EqualTo(1f));
    }

    // S10 to S12: window products of a 3×3 input, in float64 (the notebook's NumPy half) and float32
    [Test]
    public void S10_to_S12_windows_and_the_gradients_of_parameters_intermediates_and_elements(
        [Values] bool asGraph, [Values(DType.Float32, DType.Float64)] DType dtype)
    {
        using GraphTrace trace = asGraph ? GraphTrace.Symbolic() : GraphTrace.Eager();
        Node x = Node.From<double>([3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9).Cast(dtype);
        Node w1 = Node.From<double>([2, 2], 0.1, -0.1, 0.2, 0.001).Cast(dtype), w2 = Node.From<double>(0.0005, -0.2, 0.2, 0.5).Cast(dtype);
        Node y = Node.From<double>(-1, -1, 1, 1).Cast(dtype);
        Node l1 = Node.Stack([(x[..2, ..2] * w1).Sum(), (x[..2, 1..] * w1).Sum(), (x[1.., ..2] * w1).Sum(), (x[1.., 1..] * w1).Sum()]);
        Node l2 = l1.Tanh() * w2;
        Node loss = ((l2.Sigmoid() - y).Square() * 0.5).Sum();
        Node[] gradients = Gradients.Of(loss, w2, l1, w1);
        Node[] results = [l1, l2, loss, gradients[0], gradients[1], gradients[2][0, 0]];
        double[][] expected =
            [
                [0.705, 0.906, 1.308, 1.509], [3.03765944e-4, -0.143841367, 0.172753696, 0.453380714], [2.3767862745225306],
                [0.22783599, 0.26189097, -0.09793547, -0.08370645], [0.0001183, -0.03515696, -0.00575761, -0.00820593],
                    [-0.1342557202950444],
            ];
        TensorData[] values = asGraph ? Interpreter.Run(Graph.Create([], results)) : [.. results.Select(r => r.Data)];
        for (int i = 0; i < values.Length; i++)
        {
            // The two numbers with 16 digits are exact to 1e-14; the others to half a unit of the last printed digit.
            double tolerance = dtype == DType.Float32 ? 1e-6 * expected[i].Max(Math.Abs) + 5e-9 : expected[i].Length == 1 ? 1e-14 : 5.1e-9;
            tolerance = i == 1 && dtype == DType.Float64 ? 5.1e-10 : tolerance;
            Assert.That(Comparison.Values(values[i]), Is.EqualTo(expected[i]).Within(tolerance), $"result {i}");
        }
    }

    // S17: Linear(10, 5) by hand
    [Test]
    public void S17_a_linear_layer_by_hand_and_how_it_goes_wrong()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Constant(Samples.Uniform([1, 10])), w = Node.Constant(Samples.Uniform([5, 10], seed: 2)),
            b = Node.Constant(Samples.Uniform([5], seed: 3));
        Node right = x.MatMul(w.T) + b;
        Node broadcast = w.MatMul(x.T) + b;
        Node column = w.MatMul(x.T) + b.Reshape([5, 1]);
        Assert.That(right.Shape, Is.EqualTo(Shape.Create([1, 5])));
        Assert.That(broadcast.Shape, Is.EqualTo(Shape.Create([5, 5])));
        Comparison.AssertClose(column.T.Data, right.Data, 1e-6);
        Comparison.AssertClose(x.Linear(w, b).Data, right.Data, 0);
        Assert.That(() => w.MatMul(x), Throws.TypeOf<ShapeException>().With.Message.Match(
            @"mat1 and mat2 shapes cannot be multiplied \(5x10 and 1x10\).*\n  at SeedTests\.cs:\d+"));
    }
}
