namespace NeuralJit.Compilation;

/// <summary>
/// Checks every step of a run by itself: on the values that it really reads, the library's kernels must give what it writes, and what it
/// reads must be what an earlier step has written.
/// </summary>
internal sealed unsafe class StepChecker(Executor executor, IReadOnlyList<KernelReport> kernels, ProgramVerifier verifier) : IStepObserver
{
    private readonly Dictionary<Node, TensorData> written = new(ReferenceEqualityComparer.Instance);

    /// <summary>The first step that is wrong.</summary>
    public Culprit? Culprit { get; private set; }

    /// <inheritdoc/>
    public void Run(int number, BoundStep step, RunContext context, nint* arguments, int threads)
    {
        if (number == 0)
        {
            CheckPrepared(context, arguments);
        }
        Step program = executor.Program[number];
        KernelReport kernel = kernels[executor.Prepare.Count + number];
        TensorData[] reads = [.. program.Reads.Select(n => Read(n, context, arguments))];
        for (int i = 0; i < reads.Length; i++)
        {
            if (written.TryGetValue(program.Reads[i], out TensorData? before) && !before.HasBytesOf(reads[i]))
            {
                Culprit ??= new Culprit { Kernel = kernel, Value = program.Reads[i], IsOverwritten = true };
            }
        }
        step.Run(context, arguments, threads);
        Check(program, kernel, reads, [.. program.Writes.Select(n => Read(n, context, arguments))]);
    }

    /// <summary>What is prepared stays where it is, so it can be looked at when all of it is there.</summary>
    private void CheckPrepared(RunContext context, nint* arguments)
    {
        for (int i = 0; i < executor.Prepare.Count; i++)
        {
            Step step = executor.Prepare[i];
            Check(step, kernels[i], [.. step.Reads.Select(n => Read(n, context, arguments))],
                [.. step.Writes.Select(n => Read(n, context, arguments))]);
        }
    }

    private void Check(Step step, KernelReport kernel, TensorData[] reads, TensorData[] writes)
    {
        for (int i = 0; i < writes.Length; i++)
        {
            written[step.Writes[i]] = writes[i];
        }
        if (Culprit is not null || writes.Length == 0)
        {
            return;
        }
        TensorData[] wanted = Interpreter.Run(Alone(step), reads);
        for (int i = 0; i < writes.Length; i++)
        {
            if (!verifier.IsRight(writes[i], wanted[i], out ResultError error))
            {
                Culprit = new Culprit { Kernel = kernel, Value = step.Writes[i], Error = error };
                return;
            }
        }
    }

    /// <summary>A step's part of the graph, with what it reads as inputs.</summary>
    private static Graph Alone(Step step)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        var map = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        foreach (Node read in step.Reads)
        {
            map[read] = Node.Input(read.Op.Name, read.Type);
        }
        Node[] inputs = [.. step.Reads.Select(r => map[r])];
        foreach (Node node in TopologicalOrder.Of(step.Writes, stop: map.ContainsKey))
        {
            if (!map.ContainsKey(node))
            {
                map[node] = node.Inputs.Length == 0 ? node : Node.Apply(node.Op, [.. node.Inputs.ToArray().Select(i => map[i])]);
            }
        }
        return Graph.Assemble(inputs, [.. step.Writes.Select(w => map[w])], []);
    }

    private static TensorData Read(Node node, RunContext context, nint* arguments)
    {
        TensorData copy = TensorData.Uninitialized(node.Type);
        Buffer.MemoryCopy((void*)context.AddressOf(context.Memory[node], arguments), (void*)copy.Address, node.Type.Bytes, node.Type.Bytes);
        return copy;
    }
}
