using NeuralJit.Compilation;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>What a model costs, compiled and op by op.</summary>
internal static class ModelTimes
{
    /// <summary>A run of a compiled program of one input and one output.</summary>
    public static Measurement Forward(CompiledProgram program, TensorData input)
    {
        TensorData[] inputs = [input], outputs = [TensorData.Zeros(program.OutputTypes[0])];
        return Measurement.Of(() => program.Run(inputs, outputs));
    }

    /// <summary>A forward computation in eager mode.</summary>
    public static Measurement EagerForward(Module model, TensorData input)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Constant(input);
        return Measurement.Of(() =>
        {
            using EagerScope scope = trace.Scope();
            model.Forward(x);
        });
    }

    /// <summary>A training step, compiled or eager.</summary>
    public static Measurement Step(ITrainingStep step, TensorData input, TensorData target) =>
        Measurement.Of(() => step.Run(input, target));
}
