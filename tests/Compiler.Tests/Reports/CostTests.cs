using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Operations and bytes against numbers that were worked out by hand.</summary>
internal sealed class CostTests
{
    private static TensorType F32(params int[] shape) => new(DType.Float32, Shape.Create(shape));

    private static readonly (string Name, long Flops, Func<Node[], Node> Function, TensorType[] Inputs)[] Operations =
    [
        ("matmul", 2 * 4 * 6 * 5, x => x[0].MatMul(x[1]), [F32(4, 5), F32(5, 6)]),
        ("matmul in batches", 3 * 2 * 4 * 6 * 5, x => x[0].MatMul(x[1]), [F32(3, 4, 5), F32(5, 6)]),
        ("matmul, transposed", 2 * 4 * 6 * 5, x => x[0].MatMul(x[1].T), [F32(4, 5), F32(6, 5)]),
        ("matmul of one row", 2 * 6 * 5, x => x[0].MatMul(x[1]), [F32(1, 5), F32(5, 6)]),
        ("conv 3x3, padded", 2 * 4 * 64 * 2 * 27, x => x[0].Conv(x[1], padding: [1, 1]), [F32(2, 3, 8, 8), F32(4, 3, 3, 3)]),
        ("conv 3x3, strided", 2 * 4 * 9 * 2 * 27, x => x[0].Conv(x[1], strides: [2, 2]), [F32(2, 3, 8, 8), F32(4, 3, 3, 3)]),
        ("conv 1x1", 2 * 4 * 64 * 2 * 3, x => x[0].Conv(x[1]), [F32(2, 3, 8, 8), F32(4, 3, 1, 1)]),
        ("conv, depth-wise", 2 * 3 * 64 * 2 * 9, x => x[0].Conv(x[1], padding: [1, 1], groups: 3), [F32(2, 3, 8, 8), F32(3, 1, 3, 3)]),
        ("chain", (20 * 3) + 0, x => ((x[0] + x[1]) * x[0]).Exp(), [F32(4, 5), F32(5)]),
        ("sum of rows", 4 * (5 - 1), x => x[0].Sum(1), [F32(4, 5)]),
        ("sum of all", 19, x => x[0].Sum(), [F32(4, 5)]),
        ("greatest of each column", 5 * (4 - 1), x => x[0].Max(0), [F32(4, 5)]),
        // greatest, difference, exp, sum, reciprocal, product
        ("softmax", 16 + 20 + 20 + 16 + 4 + 20, x => x[0].Softmax(1), [F32(4, 5)]),
        ("max pooling", 4 * (4 - 1), x => x[0].MaxPool([2, 2]), [F32(1, 1, 4, 4)]),
        ("views", 0, x => x[0].T.Reshape([20]), [F32(4, 5)]),
        ("integers", 0, x => x[0] + x[0], [new TensorType(DType.Int64, [4, 5])]),
        ("concatenation", 0, x => Node.Concat([x[0], x[0]], 0), [F32(4, 5)]),
    ];

    private static readonly (string Name, long Read, long Written, Func<Node[], Node> Function, TensorType[] Inputs)[] Traffic =
    [
        ("chain with a row", 4 * ((9 * 33) + 33), 4 * 9 * 33, x => (x[0] + x[1]).Relu(), [F32(9, 33), F32(33)]),
        ("sum of rows", 4 * 9 * 33, 4 * 9, x => x[0].Sum(1), [F32(9, 33)]),
        ("softmax", 4 * 9 * 33, 4 * 9 * 33, x => x[0].Softmax(1), [F32(9, 33)]),
        ("matmul and bias", 4 * ((64 * 128) + (128 * 48) + 48), 4 * 64 * 48, x =>
            x[0].MatMul(x[1]) + x[2], [F32(64, 128), F32(128, 48), F32(48)]),
        ("matrix and its transpose", 4 * 256, 4 * 256, x => x[0] + x[0].T, [F32(16, 16)]),
        ("some rows", 4 * 4 * 16, 4 * 4 * 16, x => x[0][..4] + 1, [F32(8, 16)]),
        ("one element for all", 4 * (20 + 1), 4 * 20, x => x[0] * x[1], [F32(4, 5), F32(1)]),
        ("mask", 4 * 20, 20, x => x[0] > 0, [F32(4, 5)]),
    ];

    private static IEnumerable<string> OperationNames => Operations.Select(c => c.Name);

    private static IEnumerable<string> TrafficNames => Traffic.Select(c => c.Name);

    [TestCaseSource(nameof(OperationNames))]
    public void Operations_are_those_worked_out_by_hand(string name)
    {
        (_, long flops, Func<Node[], Node> function, TensorType[] types) = Operations.Single(c => c.Name == name);
        Graph graph = Programs.Trace(x => [function(x)], types);
        CompilationReport report = Compiler.Compile(graph).Report;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(graph.Nodes.ToArray().Sum(n => n.Op.Flops(n)), Is.EqualTo(flops), "the graph as written");
            Assert.That(report.Flops, Is.EqualTo(flops), "the kernels");
        }
    }

    [TestCaseSource(nameof(TrafficNames))]
    public void Bytes_are_those_worked_out_by_hand(string name)
    {
        (_, long read, long written, Func<Node[], Node> function, TensorType[] types) = Traffic.Single(c => c.Name == name);
        KernelReport kernel = Compiler.Compile(Programs.Trace(x => [function(x)], types)).Report.Kernels.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kernel.BytesRead, Is.EqualTo(read), () => string.Join(", ", kernel.Loads));
            Assert.That(kernel.BytesWritten, Is.EqualTo(written), () => string.Join(", ", kernel.Stores));
            Assert.That(kernel.Intensity, Is.EqualTo((double)kernel.Flops / (read + written)));
        }
    }

    [Test]
    public void Gradients_of_a_convolution_take_as_many_operations_as_itself()
    {
        TensorType x = F32(2, 3, 8, 8), w = F32(4, 3, 3, 3);
        Graph graph = Programs.Trace(i => Gradients.Of([i[0].Conv(i[1], padding: [1, 1])], [i[2]], [i[0], i[1]]), [x, w, F32(2, 4, 8, 8)]);
        long[] flops = [.. graph.Nodes.ToArray().Where(n => n.Op is ConvInputGradient or ConvWeightGradient).Select(n => n.Op.Flops(n))];
        Assert.That(flops, Is.EqualTo(new long[] { 2 * 4 * 64 * 2 * 27, 2 * 4 * 64 * 2 * 27 }));
    }
}
