using NeuralJit.Compilation;

namespace NeuralJit.Oracle.Tests;

/// <summary>Computes a case eagerly or compiled, and compares outputs and gradients with PyTorch's.</summary>
internal static class CaseRun
{
    /// <summary>The greatest error as a share of what is allowed.</summary>
    /// <exception cref="UnsupportedCaseException">This library does not have what the case needs.</exception>
    /// <exception cref="AssertionException">A result is wrong.</exception>
    public static double Check(OracleCase oracle, bool compiled)
    {
        switch (oracle.Family)
        {
            case "optimizer": return OptimizerCases.Check(oracle, compiled);
            case "training": return TrainingCases.Check(oracle, compiled);
        }
        Func<Call, Node[]> op = OracleOps.Find(oracle);
        TensorData[] inputs =
            [.. oracle.Inputs.Select(i => i.Value), .. oracle.Outputs.Where(o => o.Upstream is not null).Select(o => o.Upstream!)];
        TensorData[] results = Run(oracle.Training, compiled, nodes => Build(oracle, op, nodes), inputs);
        double worst = 0;
        int next = 0;
        foreach (OracleTensor output in oracle.Outputs)
        {
            worst = Math.Max(
                worst, Comparison.Check(output.Value, results[next++], oracle.ForwardError, $"{oracle.Id} output {output.Name}"));
        }
        foreach (OracleTensor input in oracle.Inputs.Where(i => i.Gradient is not null))
        {
            worst = Math.Max(
                worst, Comparison.Check(input.Gradient!, results[next++], oracle.GradientError, $"{oracle.Id} gradient of {input.Name}"));
        }
        return worst;
    }

    /// <summary>Runs a function of nodes in either mode.</summary>
    public static TensorData[] Run(bool training, bool compiled, Func<Node[], Node[]> function, TensorData[] inputs)
    {
        if (compiled)
        {
            CompiledProgram program = Compiler.Compile(function, new CompileOptions { Training = training, Threads = 1 })
                .For([.. inputs.Select(i => i.Type)]);
            TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(TensorData.Zeros)];
            program.Run(inputs, outputs);
            return outputs;
        }
        using GraphTrace trace = GraphTrace.Eager(training);
        return [.. function([.. inputs.Select(Node.Constant)]).Select(y => y.Data)];
    }

    private static Node[] Build(OracleCase oracle, Func<Call, Node[]> op, Node[] nodes)
    {
        var call = new Call(oracle, nodes[..oracle.Inputs.Length]);
        Node[] outputs = op(call);
        if (outputs.Length != oracle.Outputs.Length)
        {
            throw new UnsupportedCaseException($"{oracle.Outputs.Length} outputs");
        }
        Node[] targets = [.. oracle.Inputs.Where(i => i.Gradient is not null).Select(i => call[i.Name])];
        Node[] differentiable = [.. outputs.Where((_, i) => oracle.Outputs[i].Upstream is not null)];
        Node?[] gradients = Gradients.TryOf(differentiable, nodes.AsSpan(oracle.Inputs.Length), targets);
        return [.. outputs, .. gradients.Select((g, i) => g ?? targets[i].FilledLike(0).BroadcastTo(targets[i].Shape))];
    }
}
