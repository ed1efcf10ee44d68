using System.Text.Json;
using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Oracle.Tests;

/// <summary>Optimisers: the parameters after each step with given gradients.</summary>
internal static class OptimizerCases
{
    /// <summary>The greatest error as a share of what is allowed.</summary>
    public static double Check(OracleCase oracle, bool compiled)
    {
        Parameter[] parameters = oracle.Op == "clip_grad_norm"
            ? throw new UnsupportedCaseException("gradients are not clipped yet")
            : [new(Copy(oracle.Input("p").Value), "p"), new(Copy(oracle.Input("q").Value), "q")];
        Optimizer optimizer = Make(oracle.Op, oracle.Attributes, parameters);
        var step = new Step(compiled, nodes =>
        {
            optimizer.Step([nodes[0], nodes[1]]);
            return [];
        });
        double worst = 0;
        for (int t = 0; t < oracle.Input("gp").Value.Shape[0]; t++)
        {
            step.Run([Slice(oracle.Inputs[2].Value, t), Slice(oracle.Inputs[3].Value, t)]);
            for (int i = 0; i < parameters.Length; i++)
            {
                worst = Math.Max(worst, Comparison.Check(Slice(oracle.Outputs[i].Value, t), parameters[i].Value, oracle.ForwardError,
                    $"{oracle.Id} {parameters[i].Name} after step {t + 1}"));
            }
        }
        return worst;
    }

    /// <summary>The optimiser that the attributes describe; what is absent has PyTorch's default.</summary>
    public static Optimizer Make(string name, JsonElement attributes, IEnumerable<Parameter> parameters)
    {
        double Number(string key, double otherwise) => attributes.TryGetProperty(key, out JsonElement v) ? v.GetDouble() : otherwise;
        bool Flag(string key) => attributes.TryGetProperty(key, out JsonElement v) && v.GetBoolean();
        double Beta(int index, double otherwise) =>
            attributes.TryGetProperty("betas", out JsonElement v) ? v[index].GetDouble() : otherwise;
        double lr = Number("lr", 1e-3);
        return name switch
        {
            "SGD" => new SGD(parameters, lr, Number("momentum", 0), Number("dampening", 0), Number("weight_decay", 0),
                Flag("nesterov"), Flag("maximize")),
            "Adam" => new Adam(parameters, lr, Beta(0, 0.9), Beta(1, 0.999), Number("eps", 1e-8), Number("weight_decay", 0),
                Flag("amsgrad"), Flag("maximize")),
            "AdamW" => new AdamW(parameters, lr, Beta(0, 0.9), Beta(1, 0.999), Number("eps", 1e-8), Number("weight_decay", 1e-2),
                Flag("amsgrad"), Flag("maximize")),
            _ => throw new UnsupportedCaseException("no such optimizer yet"),
        };
    }

    private static TensorData Copy(TensorData data) => TensorData.From<float>(data.Shape, data.Span<float>());

    private static TensorData Slice(TensorData data, int step)
    {
        Shape shape = Shape.Create(data.Shape.Extents[1..]);
        return TensorData.From<float>(shape, data.Span<float>().Slice(step * (int)shape.Count, (int)shape.Count));
    }
}

/// <summary>A training step that runs again and again in one mode.</summary>
internal sealed class Step
{
    private readonly Func<Node[], Node[]> function;
    private readonly CompiledFunction? compiled;
    private readonly GraphTrace? trace;

    public Step(bool compile, Func<Node[], Node[]> function)
    {
        this.function = function;
        if (compile)
        {
            compiled = Compiler.Compile(function, new CompileOptions { Training = true, Threads = 1 });
        }
        else
        {
            trace = GraphTrace.Eager(training: true);
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
