using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Runs the graph on the library's kernels, where no code can be generated. Slower and with copies, but the same results.</summary>
internal sealed unsafe class FallbackExecutor : IExecutor
{
    private readonly Interpreter interpreter;
    private readonly RunGate? gate;
    private readonly State[] random;
    private readonly bool alone;
    private readonly int threads;

    public FallbackExecutor(Graph graph, State[] random, int threads)
    {
        this.threads = threads <= 0 ? int.MaxValue : threads;
        interpreter = new Interpreter(graph);
        this.random = random;
        Variable[] updated = [.. graph.Updates.ToArray().Select(u => u.Variable)];
        gate = RunGate.Join([.. graph.Nodes.ToArray().Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable).Concat(updated).Distinct()]);
        alone = updated.Length > 0 || random.Length > 0;
    }

    /// <summary>What telemetry calls the program.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the ops' results would need without sharing: an upper bound.</summary>
    public long WorkingBytes => interpreter.Graph.Nodes.ToArray().Sum(n => n.Type.Bytes);

    /// <inheritdoc/>
    public void Run(nint* arguments, IStepObserver? observer, CancellationToken cancellation)
    {
        if (observer is null && Telemetry.ListensToRuns)
        {
            Telemetry.Run(Name, RunOnce, arguments, cancellation);
            return;
        }
        RunOnce(arguments, cancellation);
    }

    private void RunOnce(nint* arguments, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Graph graph = interpreter.Graph;
        var inputs = new TensorData[graph.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = TensorData.Uninitialized(graph.Inputs[i].Type);
            Buffer.MemoryCopy((void*)arguments[i], (void*)inputs[i].Address, inputs[i].Type.Bytes, inputs[i].Type.Bytes);
        }
        RunGate.Entered? entered = gate?.Enter(alone);
        try
        {
            using ThreadLimit limit = WorkerPool.Limit(threads);
            TensorData[] outputs = interpreter.Run(inputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                Buffer.MemoryCopy((void*)outputs[i].Address, (void*)arguments[inputs.Length + i], outputs[i].Type.Bytes, outputs[i].Type.Bytes);
            }
            foreach (State state in random)
            {
                RandomState.Advance(state);
            }
        }
        finally
        {
            entered?.Leave();
        }
    }
}
