using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// What the library's kernels compute depends neither on what was in the result's memory before nor on what lies beside inputs, and nothing but the result is
/// written: every row of the op table, and results that no element of an input reaches.
/// </summary>
internal sealed class MemoryTests
{
    private static IEnumerable<OpCase> Rows => [.. OpTable.All, .. EmptyCases.All];

    [TestCaseSource(nameof(Rows))]
    public void Library_kernels_write_all_of_their_result_and_nothing_else(OpCase row)
    {
        Graph graph = OfLibraryOps(row);
        byte[][] first = Evaluate(graph, row, GuardedTensor.Fillings[0]), second = Evaluate(graph, row, GuardedTensor.Fillings[1]);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.That(first[i].AsSpan().SequenceEqual(second[i]), $"{graph.Nodes[i].Op.Name} {graph.Nodes[i].Type} depends on memory that nobody has written\n{graph}");
        }
    }

    private static Graph OfLibraryOps(OpCase row) =>
        Pipeline.OpByOp.Aggregate(OpRows.WithGradients(row, RandomState.Create(7)), (graph, pass) => pass.Run(graph, new RewriteLog()));

    /// <summary>Evaluates the nodes one after the other, each into memory of its own; gives what they wrote.</summary>
    private static byte[][] Evaluate(Graph graph, OpCase row, byte filling)
    {
        var memory = new Dictionary<Node, GuardedTensor>(ReferenceEqualityComparer.Instance);
        var bytes = new List<byte[]>();
        foreach (Node node in graph.Nodes)
        {
            GuardedTensor result = memory[node] = node.Op switch
            {
                InputOp => new GuardedTensor(row.Inputs[graph.Inputs.IndexOf(node)], filling),
                ConstantOp constant => new GuardedTensor(constant.Data, filling),
                VariableRead read => new GuardedTensor(read.Variable.Value, filling),
                _ => new GuardedTensor(node.Type, filling),
            };
            if (node.Op is not (InputOp or ConstantOp or VariableRead))
            {
                // Inputs are looked at as programs do it: through views, in the memory of what they show.
                TensorView[] inputs = [.. node.Inputs.ToArray().Select(i => node.Op is ViewOp ? (i, Layout.Dense(i.Shape)) : Views.Resolve(i))
                    .Select(v => new TensorView(memory[v.Item1].Address, v.Item1.DType, v.Item2))];
                node.Op.Evaluate(inputs, new TensorView(result.Address, node.DType, Layout.Dense(node.Shape)));
            }
            bytes.Add(result.Bytes.ToArray());
            result.AssertIntact(node.Op.Name);
        }
        Release([.. memory.Values], row.Name);
        return [.. bytes];
    }

    private static void Release(GuardedTensor[] tensors, string what)
    {
        foreach (GuardedTensor tensor in tensors)
        {
            tensor.AssertIntact(what);
            tensor.Dispose();
        }
    }
}
