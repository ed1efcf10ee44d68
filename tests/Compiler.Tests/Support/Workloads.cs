using System.Globalization;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A few programs of every kind of kernel, whose results are text that another process can print.</summary>
internal static class Workloads
{
    private static readonly (string Name, Func<Node[], Node> Function, Shape[] Shapes)[] All =
        [
            ("element-wise", x => (x[0].Exp() * x[1] + x[0].Tanh()).Gelu(), [[3, 37], [37]]),
            ("functions", x => x[0].Sin() + x[0].Erf() * x[0].Abs().Log() + x[0].Sigmoid().Pow(1.5), [[41]]),
            ("softmax", x => x[0].Softmax(1), [[5, 37]]),
            ("layer norm", x => x[0].LayerNorm([37], x[1], x[1]), [[5, 37], [37]]),
            ("column sum", x => (x[0] * x[0]).Sum(0), [[9, 21]]),
            ("linear", x => x[0].Linear(x[1], x[2]).Relu(), [[9, 33], [20, 33], [20]]),
            ("gradient", x => Gradients.Of(x[0].Linear(x[1], x[2]).LogSoftmax(1).Square().Sum(), x[1])[0], [[9, 33], [20, 33], [20]]),
            ("vector", x => x[0].MatMul(x[1]), [[1, 40], [40, 70]]),
            ("powers and remainders", x => (x[0].Abs() + 0.1).Pow(x[1] * 9) + (x[0] * 1e4) % x[1] + x[0].Gelu(), [[43], [43]]),
            ("convolution", x => x[0].Conv(x[1]), [[2, 3, 9, 11], [4, 3, 3, 3]]),
            ("random", x => x[0] + Node.RandomNormal([50]), [[50]]),
        ];

    public static string[] Names { get; } = [.. All.Select(w => w.Name)];

    /// <summary>Shape and bits of each result, at a vector width (0: the widest).</summary>
    public static IEnumerable<string> Results(int vectorBits = 0)
    {
        foreach ((_, Func<Node[], Node> function, Shape[] shapes) in All)
        {
            TensorData[] inputs = [.. shapes.Select((s, i) => Samples.Uniform(s, seed: i))];
            Graph graph = Programs.Trace(x => [function(x)], inputs.Select(i => i.Type), RandomState.Create(2));
            TensorData y = Compiler.Compile(graph, new CompileOptions { VectorBits = vectorBits }).RunOnRubbish(inputs)[0];
            yield return string.Join(',', y.Shape) + ":" + Convert.ToHexString(Comparison.Bytes(y));
        }
    }

    /// <summary>The tensor that a line of <see cref="Results"/> stands for.</summary>
    public static TensorData Parse(string text)
    {
        string[] parts = text.Split(':');
        int[] extents = [.. parts[0].Split(',').Select(e => int.Parse(e, CultureInfo.InvariantCulture))];
        byte[] bytes = Convert.FromHexString(parts[1]);
        float[] values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return TensorData.From<float>(Shape.Create(extents), values);
    }
}
