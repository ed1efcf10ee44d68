namespace NeuralJit;

/// <summary>
/// Which memory a run of a graph must have for itself: outputs overlap neither inputs nor each other, nor anything that the graph holds
/// (variables, constants); inputs overlap no variable that the run changes. Checking allocates nothing.
/// </summary>
internal sealed unsafe class RunMemory
{
    private readonly long[] inputs;
    private readonly long[] outputs;
    private readonly OwnedMemory held;
    private readonly OwnedMemory changed;

    /// <summary>Looks at what the graph reads and changes.</summary>
    public RunMemory(Graph graph)
    {
        inputs = [.. graph.Inputs.ToArray().Select(n => n.Type.Bytes)];
        outputs = [.. graph.Outputs.ToArray().Select(n => n.Type.Bytes)];
        Node[] nodes = graph.Nodes.ToArray();
        Variable[] updated = [.. graph.Updates.ToArray().Select(u => u.Variable)];
        IEnumerable<Variable> random = nodes.Where(n => n.Op is RandomOp).Select(n => n.Inputs[0].Op).OfType<VariableRead>()
            .Select(r => r.Variable);
        Variable[] read = [.. nodes.Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable).Concat(updated).Distinct()];
        held = new OwnedMemory(
            [
                .. read.Select(v => (v.Data, $"{(v is Parameter ? "parameter" : "state")} \"{v.Name}\"")),
                .. nodes.Select(n => n.Op).OfType<ConstantOp>().Select(c => (c.Data, $"a constant {c.Data.Type}")),
            ]);
        changed = new OwnedMemory([.. updated.Concat(random).Distinct().Select(v => (v.Data, $"\"{v.Name}\""))]);
    }

    /// <summary>Checks the addresses of inputs and outputs.</summary>
    /// <exception cref="GraphException">Memory overlaps that must not.</exception>
    public void Check(nint* addresses)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (changed.Find(addresses[i], inputs[i]) is { } variable)
            {
                throw new GraphException(
                    $"run: the memory of input {i} is that of {variable}, which the run changes; give a copy, or read the variable in "
                    + $"the function");
            }
        }
        for (int o = 0; o < outputs.Length; o++)
        {
            nint start = addresses[inputs.Length + o];
            CheckOutput(o, start, outputs[o]);
            for (int other = 0; other < inputs.Length + o; other++)
            {
                long bytes = other < inputs.Length ? inputs[other] : outputs[other - inputs.Length];
                if (addresses[other] < start + (nint)outputs[o] && start < addresses[other] + (nint)bytes)
                {
                    throw Overlap(o, other < inputs.Length ? $"input {other}" : $"output {other - inputs.Length}");
                }
            }
        }
    }

    /// <summary>Checks the memory of one output, all bytes from the first to the last, against what the graph holds.</summary>
    public void CheckOutput(int number, nint address, long bytes)
    {
        if (held.Find(address, bytes) is { } owner)
        {
            throw Overlap(number, owner);
        }
    }

    /// <summary>The error for an output that is not alone.</summary>
    public static GraphException Overlap(int output, string other) =>
        new($"run: the memory of output {output} overlaps that of {other}; results need memory of their own");
}
