namespace NeuralJit.Compilation;

/// <summary>The parameters and states of a program.</summary>
internal static class ProgramVariables
{
    /// <summary>What the graph reads in the order of its nodes, then what it only changes.</summary>
    public static IReadOnlyList<Variable> Of(Graph graph) =>
        [.. graph.Nodes.ToArray().Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable)
            .Concat(graph.Updates.ToArray().Select(u => u.Variable)).Distinct()];
}
