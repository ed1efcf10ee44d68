using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>What a graph costs when each op runs by itself on the library's kernels, as in eager mode.</summary>
/// <param name="Kernels">Ops that run; views do not.</param>
/// <param name="Bytes">Bytes that they read and write.</param>
/// <param name="Flops">Floating-point operations.</param>
internal sealed record EagerCost(int Kernels, long Bytes, long Flops)
{
    /// <summary>The cost of a traced graph; updates are copied into their variables.</summary>
    public static EagerCost Of(Graph graph)
    {
        // The interpreter's graph has those composites left that eager mode has kernels for.
        Node[] ops = [.. new Interpreter(graph).Graph.Nodes.ToArray().Where(n => n.Op is not ViewOp && n.Inputs.Length > 0)];
        long copied = graph.Updates.ToArray().Sum(u => 2 * u.Variable.Type.Bytes);
        return new EagerCost(ops.Length + graph.Updates.Length, ops.Sum(KernelReport.BytesOf) + copied, ops.Sum(n => n.Op.Flops(n)));
    }
}
