using System.Globalization;

namespace NeuralJit.Examples;

/// <summary>Seed document 002: a convolution by slices, forward and backward, in float64 (as NumPy) and float32 (as PyTorch).</summary>
internal static class GradientsOfAnything
{
    public static void Run()
    {
        Compute(DType.Float64);
        Compute(DType.Float32);
    }

    private static void Compute(DType dtype)
    {
        Show.Heading($"In {dtype}".ToLowerInvariant());
        var w1 = new Parameter(Make(dtype, [2, 2], 0.1, -0.1, 0.2, 0.001), "w1");
        var w2 = new Parameter(Make(dtype, [4], 0.0005, -0.2, 0.2, 0.5), "w2");
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Constant(Make(dtype, [3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9));
        Node y = Node.Constant(Make(dtype, [4], -1, -1, 1, 1));
        Node w = w1;

        Node l1 = Node.Stack([(x[..2, ..2] * w).Sum(), (x[..2, 1..] * w).Sum(), (x[1.., ..2] * w).Sum(), (x[1.., 1..] * w).Sum()]);
        Node l2 = l1.Tanh() * w2;
        Node loss = (0.5 * (l2.Sigmoid() - y).Square()).Sum();
        Print("L1", l1);
        Print("L2", l2);
        Print("loss", loss);

        // Any value can be a target: a parameter, an intermediate value, one element of a gradient.
        Node[] gradients = Gradients.Of(loss, w2, l1, w);
        Print("d_w2", gradients[0]);
        Print("d_L1", gradients[1]);
        Print("d_w1[0, 0]", gradients[2][0, 0]);
    }

    private static void Print(string name, Node value)
    {
        Show.Heading(name);
        if (value.Rank == 0 && value.DType == DType.Float64)
        {
            Console.WriteLine(value.Item<double>().ToString("R", CultureInfo.InvariantCulture));
        }
        else
        {
            Console.WriteLine(value.DType == DType.Float64 ? Show.Numbers(value.Data) : value.ToString());
        }
    }

    private static TensorData Make(DType dtype, Shape shape, params double[] values) => dtype == DType.Float64
        ? TensorData.From<double>(shape, values)
        : TensorData.From<float>(shape, [.. values.Select(v => (float)v)]);
}
