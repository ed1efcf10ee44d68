using NeuralJit.Compilation;

namespace NeuralJit.Fuzz;

/// <summary>A graph written as text and read again, with the same constants and variables.</summary>
internal static class TextCopy
{
    public static Graph Of(Graph graph)
    {
        var constants = new Dictionary<string, TensorData>();
        var names = new Dictionary<string, Variable>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is ConstantOp constant)
            {
                constants[ConstantText.HashOf(constant.Data)] = constant.Data;
            }
            else if (node.Op is VariableRead read)
            {
                names[read.Variable.Name] = read.Variable;
            }
        }
        foreach (Update update in graph.Updates)
        {
            names[update.Variable.Name] = update.Variable;
        }
        string text = GraphText.Print(graph, origins: false);
        Graph again = GraphText.Parse(text, new GraphParseOptions
        {
            Catalog = CompilerOps.Catalog,
            Constants = constants.GetValueOrDefault,
            Variables = names.GetValueOrDefault
        });
        string second = GraphText.Print(again, origins: false);
        return second == text
            ? again
            : throw new GraphException($"the text changes when it is read and written again:\n{text}\n---\n{second}");
    }
}
