namespace NeuralJit.Compilation;

/// <summary>
/// The values of everything that a run of a graph changes: the variables that it updates, and the state of its random numbers.
/// </summary>
internal sealed class VariableSnapshot
{
    private readonly (Variable Variable, TensorData Value)[] saved;

    /// <summary>Copies the present values.</summary>
    public VariableSnapshot(Graph graph)
    {
        IEnumerable<Variable> random = graph.Nodes.ToArray().Where(n => n.Op is RandomOp).Select(n => Views.Source(n.Inputs[0]).Op)
            .OfType<VariableRead>().Select(r => r.Variable);
        saved = [.. graph.Updates.ToArray().Select(u => u.Variable).Concat(random).Distinct().Select(v => (v, v.Value.Clone()))];
    }

    /// <summary>Puts the values back; what was prepared from later ones is prepared again.</summary>
    public void Restore()
    {
        foreach ((Variable variable, TensorData value) in saved)
        {
            variable.Assign(value);
        }
    }
}
