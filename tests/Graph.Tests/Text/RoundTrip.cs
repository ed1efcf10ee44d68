namespace NeuralJit.Tests;

/// <summary>A graph written as text and read again.</summary>
internal static class RoundTrip
{
    /// <summary>
    /// Reads the text of a graph, with its constants and with copies of its variables (or with these themselves); both texts and all ops
    /// must be equal.
    /// </summary>
    public static Graph AssertSameText(Graph graph, OpCatalog? catalog = null, bool copies = true)
    {
        var constants = new Dictionary<string, TensorData>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is ConstantOp constant)
            {
                constants[ConstantText.HashOf(constant.Data)] = constant.Data;
            }
        }
        string text = GraphText.Print(graph);
        Graph again = GraphText.Parse(text, new GraphParseOptions
        {
            Catalog = catalog ?? OpCatalog.Default,
            Constants = constants.GetValueOrDefault,
            Variables = Variables(graph, copies).GetValueOrDefault,
        });
        Assert.That(GraphText.Print(again), Is.EqualTo(text));
        again.Verify();
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            // Leaves and rules of gradients are compared by reference.
            Op wanted = graph.Nodes[i].Op, found = again.Nodes[i].Op;
            Assert.That(wanted is InputOp or VariableRead or CustomGradient
                ? wanted.GetType() == found.GetType()
                : wanted.Equals(found), $"%{i}: {found} in place of {wanted}");
        }
        return again;
    }

    /// <summary>Runs both graphs and compares results and updated variables bit by bit.</summary>
    public static void AssertSameBits(Graph graph, Graph again, params TensorData[] inputs)
    {
        TensorData[] expected = Interpreter.Run(graph, inputs), actual = Interpreter.Run(again, inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.That(actual[i].Bytes.SequenceEqual(expected[i].Bytes), $"result {i}: {actual[i]} in place of {expected[i]}");
        }
        for (int i = 0; i < graph.Updates.Length; i++)
        {
            Variable wanted = graph.Updates[i].Variable, found = again.Updates[i].Variable;
            Assert.That(found.Value.Bytes.SequenceEqual(wanted.Value.Bytes), $"{wanted}: {found.Value} in place of {wanted.Value}");
        }
    }

    private static Dictionary<string, Variable> Variables(Graph graph, bool copies)
    {
        var variables = new Dictionary<string, Variable>();
        var counts = new Dictionary<string, int>();
        foreach (Variable variable in graph.Nodes.ToArray().Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable)
            .Concat(graph.Updates.ToArray().Select(u => u.Variable)).Distinct())
        {
            int count = counts[variable.Name] = counts.GetValueOrDefault(variable.Name) + 1;
            variables[variable.Name + (count == 1 ? "" : $"#{count}")] = copies ? CopyOf(variable) : variable;
        }
        return variables;
    }

    private static Variable CopyOf(Variable variable) =>
        variable is Parameter ? new Parameter(variable.Value.Clone(), variable.Name) : new State(variable.Value.Clone(), variable.Name);
}
