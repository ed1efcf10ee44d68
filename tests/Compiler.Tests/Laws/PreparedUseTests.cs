using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// What depends on parameters alone, used by what is prepared and by what is not, in every pair of ways, before and after a change of the
/// parameter.
/// </summary>
internal sealed class PreparedUseTests
{
    private static readonly (string Name, Func<Node, Node> Value)[] Values =
        [
            ("parameter", w => w),
            ("clamped", w => w.Hardtanh(-1, 1)),
            ("two steps", w => w.Exp().Tanh()),
            ("normalised rows", w => w / w.Square().Sum(1, keepDims: true).Sqrt()),
            ("softmax", w => w.Softmax(1)),
            ("product", w => w.MatMul(w.T).MatMul(w)),
            ("low rank", w => w + w[.., ..2].MatMul(w[..2])),
            ("transposed", w => w.Relu().T.Reshape([6, 6]).T),
            ("mask", w => Node.Where(w > 0, w, w * 0.1)),
            ("sorted by the library", w => w.Take(Node.Constant(Samples.Indices([6], 5, 4, 3, 2, 1, 0)))),
        ];

    private static readonly (string Name, Func<Node, Node, Node> Use)[] Uses =
        [
            ("x · cᵀ", (x, c) => x.MatMul(c.T)),
            ("x · c", (x, c) => x.MatMul(c)),
            ("c itself", (x, c) => c),
            ("a view of c", (x, c) => c.T[1..]),
            ("x ∘ c", (x, c) => x * c),
            ("penalty", (x, c) => c.Square().Sum()),
            ("sum of x ∘ c", (x, c) => (x * c).Sum(1, keepDims: true)),
            ("gate", (x, c) => c.Sigmoid() * x.Tanh()),
            ("x + columns of c", (x, c) => x + c.Sum(0)),
            ("convolution", (x, c) => x.Reshape([1, 1, 6, 6]).Conv(c.Reshape([4, 1, 3, 3]), padding: [1])),
            ("rows of c", (x, c) => c.Take(Node.Constant(Samples.Indices([3], 0, 5, 2))) + x[..3]),
            ("product of c, then x", (x, c) => c.MatMul(c.T) + x),
        ];

    [Test]
    public void Each_pair_of_uses([ValueSource(nameof(Names))] string value, [Values] bool gradients)
    {
        Func<Node, Node> of = Values.Single(v => v.Name == value).Value;
        var w = new Parameter(Samples.Uniform([6, 6], 0.2, 1, seed: 2), "w");
        TensorData x = Samples.Uniform([6, 6]);
        for (int i = 0; i < Uses.Length; i++)
        {
            for (int j = i + 1; j < Uses.Length; j++)
            {
                Node[] Results(Node x)
                {
                    Node c = of(w);
                    Node a = Uses[i].Use(x, c), b = Uses[j].Use(x, c);
                    Node total = a.Sin().Sum() + b.Sin().Sum();
                    return gradients ? [total, .. Gradients.TryOf([total], [Node.Ones([])], [x, w.Read()]).OfType<Node>()] : [a, b];
                }
                Graph graph = Programs.Trace(n => Results(n[0]), x);
                CompiledProgram program = Programs.AssertAgrees($"{Uses[i].Name} and {Uses[j].Name}", graph, Programs.Default, x);
                w.Assign<float>(w.Value.Span<float>().ToArray().Reverse().ToArray());
                TensorData[] expected = Interpreter.Run(graph, [x]), actual = program.RunOnRubbish(x);
                for (int k = 0; k < expected.Length; k++)
                {
                    Comparison.AssertClose(actual[k], expected[k], $"{Uses[i].Name} and {Uses[j].Name} after a change, output {k}");
                }
            }
        }
    }

    private static IEnumerable<string> Names => Values.Select(v => v.Name);
}
