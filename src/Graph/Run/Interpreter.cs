using System.Collections.Concurrent;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// Runs a graph op by op on the kernels of NeuralJit.Kernels: the reference for compiled code. Safe from several threads at once, except for updates.
/// </summary>
public sealed class Interpreter
{
    private readonly InterpreterPlan plan;
    private readonly ConcurrentBag<Storage[]> workspaces = [];
    private readonly RunMemory memory;

    /// <summary>Prepares the runs of a graph.</summary>
    public Interpreter(Graph graph)
    {
        plan = new InterpreterPlan(ExpandComposites(graph));
        memory = new RunMemory(plan.Graph);
    }

    /// <summary>The graph that is run: composites without a kernel are expanded.</summary>
    public Graph Graph => plan.Graph;

    /// <summary>Runs a graph once and gives its outputs.</summary>
    public static TensorData[] Run(Graph graph, params ReadOnlySpan<TensorData> inputs) => new Interpreter(graph).Run(inputs);

    /// <summary>Runs the graph and gives its outputs.</summary>
    public TensorData[] Run(params ReadOnlySpan<TensorData> inputs)
    {
        TensorData[] outputs = new TensorData[Graph.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = TensorData.Uninitialized(Graph.Outputs[i].Type);
        }
        Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs the graph into the given outputs, then applies its updates: every read sees the values of before.</summary>
    /// <exception cref="ShapeException">The number or a type of inputs or outputs is not the graph's.</exception>
    /// <exception cref="GraphException">An output shares memory with an input, another output or something that the graph holds.</exception>
    public void Run(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs)
    {
        Check("input", Graph.Inputs, inputs);
        Check("output", Graph.Outputs, outputs);
        CheckMemory(inputs, outputs);
        Storage[] workspace = workspaces.TryTake(out Storage[]? free) ? free : plan.Allocate();
        var run = new InterpreterRun(plan, workspace, inputs);
        run.Compute();
        for (int i = 0; i < outputs.Length; i++)
        {
            StridedCopying.Copy(run.ViewOf(Graph.Outputs[i]), outputs[i].View);
        }
        run.ApplyUpdates();
        GC.KeepAlive(workspace);
        workspaces.Add(workspace);
    }

    private static Graph ExpandComposites(Graph graph)
    {
        static bool IsExpanded(Node node) => node.Op is CompositeOp composite && !composite.HasKernel(node.Inputs);
        while (graph.Nodes.ToArray().Any(IsExpanded))
        {
            graph = graph.Rewrite(static node => IsExpanded(node) ? ((CompositeOp)node.Op).Expand(node.Inputs) : node);
        }
        return graph;
    }

    private unsafe void CheckMemory(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs)
    {
        Span<nint> addresses = inputs.Length + outputs.Length <= 64 ? stackalloc nint[inputs.Length + outputs.Length] : new nint[inputs.Length + outputs.Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = (i < inputs.Length ? inputs[i] : outputs[i - inputs.Length]).Address;
        }
        fixed (nint* first = addresses)
        {
            memory.Check(first);
        }
    }

    private static void Check(string what, ReadOnlySpan<Node> expected, ReadOnlySpan<TensorData> given)
    {
        if (given.Length != expected.Length)
        {
            throw new ShapeException($"run: expected {expected.Length} {what}{(expected.Length == 1 ? "" : "s")}, got {given.Length}");
        }
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i].Type != expected[i].Type)
            {
                throw new ShapeException($"run: {what} {i} (\"{expected[i].Name ?? expected[i].Op.Name}\") must be {expected[i].Type}, got {given[i].Type}");
            }
        }
    }
}
