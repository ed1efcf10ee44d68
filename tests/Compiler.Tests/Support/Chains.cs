namespace NeuralJit.Compilation.Tests;

/// <summary>Graphs that are as deep or as wide as asked: what long loops and large models make.</summary>
internal static class Chains
{
    private static readonly Dictionary<string, Func<Node, int, Node[]>> Makers = new()
    {
        ["element-wise"] = (x, n) => [Repeat(x, n, y => y.Tanh())],
        ["gradient"] = (x, n) => WithGradient(x, Repeat(x, n, y => y.Tanh())),
        ["second gradient"] = (x, n) => WithGradient(x, Gradients.Of(Repeat(x, n, y => y.Sin()).Sum(), x)[0]),
        ["parameters summed"] = (x, n) => WithGradient(x, x * Repeat(Parameter("p", [8]), n, (s, i) => s + Parameter($"p{i}", [8]))),
        ["doubling"] = (x, n) => WithGradient(x, Repeat(x, n, y => (y + y) * 0.5)),
        ["views"] = (x, n) => WithGradient(x, Repeat(x.Reshape(2, 4), n, (y, i) => i % 2 == 0 ? y.T : y.Flip(0)).Exp()),
        ["views of a constant"] = (x, n) =>
            [x * Repeat(Node.Constant(TensorData.From([1], 2)), n, (y, i) => i % 2 == 0 ? y.BroadcastTo([1, 1]) : y.Reshape(1))],
        ["rounds of views"] = (x, n) => [Repeat(x.Reshape(2, 4), n, y => y.T.Reshape(2, 4).Tanh())],
        ["products"] = (x, n) => WithGradient(x, Repeat(x.Reshape(2, 4), n, y => y.MatMul(Parameter("w", [4, 4])).Relu())),
        ["layers"] = Layers,
        ["composites"] = (x, n) => [Repeat(x.Reshape(2, 4), n, y => y.Softmax(1))],
        ["reductions"] = (x, n) => WithGradient(x, Repeat(x.Reshape(2, 4), n, y => y - y.Mean(1, keepDims: true))),
        ["updates"] = (x, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                var p = new Parameter(TensorData.Zeros(x.Type), $"p{i}");
                GraphTrace.Current!.Update(p, p.Read() - x);
            }
            return [];
        },
        ["gathers and updates"] = (x, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                var s = new State(TensorData.Zeros(x.Type), $"s{i}");
                GraphTrace.Current!.Update(s, (s.Read() * 0.5) + (
                    x.Take(Node.Constant(TensorData.From<long>([8], [i % 8, i / 8 % 8, i / 64 % 8, i / 512 % 8, 4, 5, 6, 7]))) * (i + 1)));
            }
            return [];
        },
        ["many users"] = (x, n) => [Sum(Range(n, i => (x.Tanh() * i).Sin()))],
        ["long sum of users"] = (x, n) => [Repeat(x.Tanh(), n, (s, i) => s + (x.Tanh() * (i + 2)).Sin())],
        ["concatenation"] = (x, n) => WithGradient(x, Node.Concat(Range(n, i => (x * i).Tanh()))),
        ["column sums"] = (x, n) => [Sum(Range(n, i => (Parameter($"w{i}", [4, 8]) * x).Sum(0)))],
        ["equal values"] = (x, n) => [Sum(Range(n, _ => x.Exp()))],
        ["towers"] = (x, n) => [Towers(x, n)],
        ["skips"] = (x, n) => WithGradient(x, Skips(x, n)),
    };

    /// <summary>The kinds of graphs.</summary>
    public static IEnumerable<string> Names => Makers.Keys;

    /// <summary>A graph of one input of 8 elements, <paramref name="n"/> links deep or wide.</summary>
    public static Graph Make(string name, int n) =>
        Programs.Trace(inputs => Makers[name](inputs[0], n), [new TensorType(DType.Float32, [8])]);

    /// <summary>Runs on a thread with a stack of 256 KB.</summary>
    public static void OnSmallStack(Action action)
    {
        Exception? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception caught)
            {
                error = caught;
            }
        }, 256 << 10);
        thread.Start();
        thread.Join();
        if (error is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }
    }

    private static Node Repeat(Node x, int n, Func<Node, Node> link) => Repeat(x, n, (y, _) => link(y));

    private static Node Repeat(Node x, int n, Func<Node, int, Node> link) => Enumerable.Range(0, n).Aggregate(x, link);

    private static Node[] Range(int n, Func<int, Node> make) => [.. Enumerable.Range(1, n).Select(make)];

    private static Node[] WithGradient(Node x, Node y) => [y, Gradients.Of(y.Sum(), x)[0]];

    private static Node Parameter(string name, Shape shape) =>
        new Parameter(TensorData.Zeros(new TensorType(DType.Float32, shape)), name).Read();

    /// <summary>A sum as a balanced tree.</summary>
    private static Node Sum(Node[] values)
    {
        while (values.Length > 1)
        {
            values = [.. values.Chunk(2).Select(pair => pair.Length == 2 ? pair[0] + pair[1] : pair[0])];
        }
        return values[0];
    }

    private static Node[] Layers(Node x, int n)
    {
        var parameters = new List<Node>();
        Node y = x.Reshape(2, 4);
        for (int i = 0; i < n; i++)
        {
            parameters.Add(Parameter($"{i}.weight", [4, 4]));
            parameters.Add(Parameter($"{i}.bias", [4]));
            y = (y.MatMul(parameters[^2].T) + parameters[^1]).Relu();
        }
        Node[] gradients = Gradients.Of(y.Sum(), [.. parameters]);
        for (int i = 0; i < gradients.Length; i++)
        {
            GraphTrace.Current!.Update(((VariableRead)parameters[i].Op).Variable, parameters[i] - (gradients[i] * 0.1));
        }
        return [y];
    }

    private static Node Towers(Node x, int n)
    {
        Node a = x, b = x + 1;
        for (int i = 0; i < n; i++)
        {
            (a, b) = i % 10 == 9 ? (a + b, a - b) : (a.Tanh(), b.Sin());
        }
        return a * b;
    }

    private static Node Skips(Node x, int n)
    {
        var kept = new Stack<Node>();
        Node y = x;
        for (int i = 0; i < n; i++)
        {
            y = y.Tanh();
            kept.Push(y);
        }
        return kept.Aggregate(y, (z, skip) => (z * 0.5).Sin() + skip);
    }
}
