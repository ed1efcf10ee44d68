namespace NeuralJit.Compilation;

/// <summary>Runs of a program on the same inputs, to measure or check it; what the runs changed is put back at the end.</summary>
internal sealed unsafe class ProgramSession : IDisposable
{
    private readonly Executor executor;
    private readonly nint[] addresses;

    /// <summary>Opens a session.</summary>
    /// <param name="executor">What runs the program.</param>
    /// <param name="graph">The program as a graph.</param>
    /// <param name="inputs">Its inputs, of the types that it takes.</param>
    public ProgramSession(Executor executor, Graph graph, TensorData[] inputs)
    {
        this.executor = executor;
        Inputs = inputs;
        Outputs = [.. graph.Outputs.ToArray().Select(o => TensorData.Zeros(o.Type))];
        addresses = [.. Inputs.Concat(Outputs).Select(t => t.Address)];
        Variables = new VariableSnapshot(graph);
    }

    /// <summary>What the runs read.</summary>
    public TensorData[] Inputs { get; }

    /// <summary>What the last run has written.</summary>
    public TensorData[] Outputs { get; }

    /// <summary>The variables as they were before.</summary>
    public VariableSnapshot Variables { get; }

    /// <summary>Runs once.</summary>
    public void Run(IStepObserver? observer = null)
    {
        fixed (nint* arguments = addresses)
        {
            executor.Run(arguments, observer, default);
        }
        GC.KeepAlive(Inputs);
        GC.KeepAlive(Outputs);
    }

    /// <summary>Puts the variables back.</summary>
    public void Dispose() => Variables.Restore();
}
