namespace NeuralJit.Compilation;

/// <summary>How often the values of a graph are used.</summary>
internal static class NodeUses
{
    extension(Graph graph)
    {
        /// <summary>Uses of each node: as an input of others, as an output, as the value of an update. What is used nowhere is not in it.</summary>
        public Dictionary<Node, int> CountUses()
        {
            var uses = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
            foreach (Node node in graph.Nodes.ToArray().SelectMany(n => n.Inputs.ToArray()).Concat(graph.Outputs.ToArray()).Concat(graph.Updates.ToArray().Select(u => u.Value)))
            {
                uses[node] = uses.GetValueOrDefault(node) + 1;
            }
            return uses;
        }

        /// <summary>
        /// The graph, rewritten by a rule that may ask how often a value is used. The rule sees rewritten nodes, which no table of this graph's nodes knows:
        /// such a node is used as often as those that became it. What rules make is used only where they use it, and counts as 0.
        /// </summary>
        public Graph RewriteByUses(Func<Func<Node, int>, Func<Node, Node>> ruleOf)
        {
            Dictionary<Node, int> before = graph.CountUses(), uses = new(ReferenceEqualityComparer.Instance);
            using Trace trace = Trace.Rewriting();
            var rewriter = new Rewriter(ruleOf(n => uses.GetValueOrDefault(n)), trace);
            foreach (Node input in graph.Inputs)
            {
                rewriter.Keep(input);
            }
            foreach (Node node in graph.Nodes)
            {
                rewriter.Visit(node);
                Node became = rewriter.Map(node);
                uses[became] = uses.GetValueOrDefault(became) + before.GetValueOrDefault(node);
            }
            return Graph.Assemble(graph.Inputs.ToArray(), [.. graph.Outputs.ToArray().Select(rewriter.Map)], [.. graph.Updates.ToArray().Select(u => u with { Value = rewriter.Map(u.Value) })]);
        }
    }
}
