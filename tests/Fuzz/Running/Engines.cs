using NeuralJit.Compilation;
using NeuralJit.Kernels;

namespace NeuralJit.Fuzz;

/// <summary>The ways in which the library runs a graph.</summary>
internal static class Engines
{
    /// <summary>Tensors for the outputs, full of bytes that are NaN in every float type and no bool.</summary>
    public static TensorData[] Outputs(Graph graph) => [.. graph.Outputs.ToArray().Select(o =>
    {
        TensorData data = TensorData.Uninitialized(o.Type);
        data.Bytes.Fill(0xFF);
        return data;
    })];

    /// <summary>Runs a compiled program.</summary>
    public static TensorData[] Run(CompiledProgram program, FuzzCase c)
    {
        TensorData[] outputs = Outputs(c.Graph);
        program.Run(c.Inputs, outputs);
        return outputs;
    }

    /// <summary>Leaves NaN wherever a run leaves values: what a later run reads without having written it shows.</summary>
    public static void Soil(CompiledProgram program, FuzzCase c)
    {
        TensorData[] inputs = [.. c.Inputs.Select(input =>
        {
            TensorData data = input.Clone();
            if (data.DType.IsFloat)
            {
                data.Bytes.Fill(0xFF);
            }
            return data;
        })];
        program.Run(inputs, Outputs(c.Graph));
    }

    /// <summary>Runs a graph by the interpreter.</summary>
    public static TensorData[] Interpret(Graph graph, FuzzCase c)
    {
        TensorData[] outputs = Outputs(graph);
        new Interpreter(graph).Run(c.Inputs, outputs);
        return outputs;
    }

    /// <summary>Makes each node again under eager mode; the updates too, if that can be said there.</summary>
    public static (TensorData[] Outputs, bool Updated) Eagerly(FuzzCase c)
    {
        using GraphTrace trace = GraphTrace.Eager(training: false, c.Random);
        var made = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < c.Inputs.Length; i++)
        {
            made[c.Graph.Inputs[i]] = Node.Constant(c.Inputs[i]);
        }
        foreach (Node node in c.Graph.Nodes)
        {
            if (!made.ContainsKey(node))
            {
                made[node] = node.Op is VariableRead read
                    ? read.Variable.Read()
                    : Node.Apply(node.Op, [.. node.Inputs.ToArray().Select(n => made[n])]);
            }
        }
        TensorData[] outputs = [.. c.Graph.Outputs.ToArray().Select(o => made[o].Data.Clone())];
        bool updates = CanUpdateOneByOne(c.Graph);
        foreach (Update update in updates ? c.Graph.Updates.ToArray() : [])
        {
            trace.Update(update.Variable, made[update.Value]);
        }
        return (outputs, updates);
    }

    // Eager updates happen at once: a value that is a view of a variable that was updated before is stale.
    private static bool CanUpdateOneByOne(Graph graph)
    {
        var updated = new HashSet<Variable>();
        foreach (Update update in graph.Updates)
        {
            Node source = update.Value;
            while (source.Op is ViewOp or CustomGradient)
            {
                source = source.Inputs[^1];
            }
            if (source.Op is VariableRead read && updated.Contains(read.Variable))
            {
                return false;
            }
            updated.Add(update.Variable);
        }
        return true;
    }
}
