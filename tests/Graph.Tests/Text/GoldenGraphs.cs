using System.Text.RegularExpressions;

namespace NeuralJit.Tests;

/// <summary>The graphs whose texts and drawings are kept as files.</summary>
internal static partial class GoldenGraphs
{
    /// <summary>By the name of their files.</summary>
    public static IReadOnlyDictionary<string, Func<Graph>> All { get; } =
        new Dictionary<string, Func<Graph>> { ["step"] = Step, ["image"] = Image, ["leaves"] = Leaves };

    /// <summary>The text with origins, every line number being 1: they change whenever this file does.</summary>
    public static string TextOf(Graph graph) => LineNumber().Replace(GraphText.Print(graph), ".cs:1");

    // A training step of a perceptron: linear layers, cross-entropy, gradients, momentum.
    private static Graph Step()
    {
        using GraphTrace trace = GraphTrace.Symbolic(training: true);
        Node x = Node.Input("x", [8, 6]), labels = Node.Input("labels", new TensorType(DType.Int64, [8]));
        Parameter w1 = new(TensorData.Zeros(new TensorType(DType.Float32, [4, 6])), "fc1.weight"),
            b1 = new(TensorData.Zeros(new TensorType(DType.Float32, [4])), "fc1.bias");
        Parameter w2 = new(TensorData.Zeros(new TensorType(DType.Float32, [3, 4])), "head.fc2.weight");
        State velocity = new(TensorData.Zeros(w1.Type), "velocity.fc1.weight");
        Node hidden, loss;
        using (trace.Enter("fc1"))
        {
            hidden = x.Linear(w1, b1).Relu();
        }
        using (trace.Enter("head"))
        using (trace.Enter("fc2"))
        {
            loss = hidden.Linear(w2).CrossEntropy(labels).Named("loss");
        }
        Node[] gradients = Gradients.Of(loss, w1.Read(), b1.Read(), w2.Read());
        Node speed = velocity.Read() * 0.9 + gradients[0];
        trace.Update(velocity, speed);
        trace.Update(w1, w1.Read() - speed * 0.1);
        trace.Update(b1, b1.Read() - gradients[1] * 0.1);
        trace.Update(w2, w2.Read() - gradients[2] * 0.1);
        return Graph.Create([x, labels], [loss], [.. trace.Updates]);
    }

    // Inference on images: ops whose attributes are records.
    private static Graph Image()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("net");
        Node x = Node.Input("image", [2, 3, 9, 8]);
        Parameter kernel = new(TensorData.Zeros(new TensorType(DType.Float32, [4, 3, 3, 2])), "conv.weight");
        State mean = new(TensorData.Zeros(new TensorType(DType.Float32, [4])), "norm.mean"),
            variance = new(TensorData.Zeros(new TensorType(DType.Float32, [4])), "norm.variance");
        Node y = Node.Apply(new Conv(ConvWindow.Create(2, [2, 1], [1, 0])), x, kernel).BatchNorm(mean, variance).LeakyRelu(0.01);
        y = y.MaxPool([2, 2], [2, 1], [1, 0]).Resize([4, 4], ResizeMode.Linear);
        return Graph.Create([x], [y.Flatten(1).LogSoftmax(1), y.Mean([2, 3])]);
    }

    // Constants of all kinds, and names that every language has to escape.
    private static Graph Leaves()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("a \"b\" <c> \\ #d; `e` &lt;");
        Node x = Node.Input("x\n\"y\"", [3]);
        Node sum = x + Node.From<float>(float.NaN, -0f, 1e-45f) + Node.Full([3], 2.5)
            + Node.From<double>(0.1, 2, double.NegativeInfinity).Cast(DType.Float32);
        Node chosen = Node.Where(Node.From<bool>(true, false, true), sum, 0).Named("<chosen> \"one\" #1");
        Node table = Node.Constant(TensorData.From<long>([30], [.. Enumerable.Range(0, 30).Select(i => (long)i * i)]));
        Node bits = Node.From<float>(BitConverter.UInt32BitsToSingle(0x7FC00001), 1);
        return Graph.Create([x], [chosen, table, bits, Node.From<Half>((Half)0.5, (Half)65504)]);
    }

    [GeneratedRegex(@"\.cs:\d+")]
    private static partial Regex LineNumber();
}
