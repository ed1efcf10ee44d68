namespace NeuralJit.Compilation;

/// <summary>How often the values of a graph are used.</summary>
internal static class NodeUses
{
    extension(Graph graph)
    {
        /// <summary>
        /// Uses of each node: as an input of others, as an output, as the value of an update. What is used nowhere is not in it.
        /// </summary>
        public Dictionary<Node, int> CountUses()
        {
            var uses = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
            foreach (Node node in graph.Nodes.ToArray().SelectMany(n => n.Inputs.ToArray()).Concat(graph.Outputs.ToArray())
                .Concat(graph.Updates.ToArray().Select(u => u.Value)))
            {
                uses[node] = uses.GetValueOrDefault(node) + 1;
            }
            return uses;
        }
    }
}
