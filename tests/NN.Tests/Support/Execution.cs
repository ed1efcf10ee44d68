using NeuralJit.Compilation;

namespace NeuralJit.NN.Tests;

/// <summary>Runs functions over nodes in either mode, so that one test serves both.</summary>
internal static class Execution
{
    /// <summary>The results of a function in evaluation mode.</summary>
    public static TensorData[] Run(Mode mode, Func<Node[], Node[]> function, params TensorData[] inputs) =>
        new Runner(mode, function, training: false).Run(inputs);

    /// <summary>The only result of a function in evaluation mode.</summary>
    public static TensorData Run(Mode mode, Func<Node, Node> function, TensorData input) =>
        Run(mode, nodes => [function(nodes[0])], [input])[0];

    /// <summary>The gradients of Σ output · seed with respect to the input and then every given parameter, after the output.</summary>
    public static TensorData[] ForwardBackward(
        Mode mode, Func<Node, Node> function, IEnumerable<Parameter> parameters, TensorData input, TensorData seed) =>
        Run(mode, nodes =>
        {
            Node y = function(nodes[0]);
            Node[] targets = [nodes[0], .. parameters.Select(p => p.Read())];
            return [y, .. Gradients.Of([y], [nodes[1]], targets)];
        }, input, seed);
}

/// <summary>A function that runs again and again in one mode, as a training loop does.</summary>
internal sealed class Runner
{
    private readonly Func<Node[], Node[]> function;
    private readonly CompiledFunction? compiled;
    private readonly GraphTrace? trace;

    public Runner(Mode mode, Func<Node[], Node[]> function, bool training, State? random = null)
    {
        this.function = function;
        if (mode == Mode.Compiled)
        {
            compiled = Compiler.Compile(function, new CompileOptions { Training = training, Random = random });
        }
        else
        {
            trace = GraphTrace.Eager(training, random);
            trace.Dispose();
        }
    }

    public TensorData[] Run(params TensorData[] inputs)
    {
        if (compiled is not null)
        {
            CompiledProgram program = compiled.For([.. inputs.Select(i => i.Type)]);
            TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(TensorData.Zeros)];
            program.Run(inputs, outputs);
            return outputs;
        }
        using ResumedTrace resumed = trace!.Resume();
        TensorData[] results = [.. function([.. inputs.Select(Node.Constant)]).Select(y => y.Data)];
        trace.NextStep();
        return results;
    }
}
