using NeuralJit.Compilation;
using NeuralJit.Inspection;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.PageBench;

/// <summary>A transformer's encoder with as many layers as make a graph of a given size.</summary>
internal static class DeepModel
{
    private const int Batch = 2, Length = 5, Features = 16, Heads = 2, Hidden = 32;
    private const int Few = 1, More = 2;

    /// <summary>The report of a training step whose optimised graph has about so many values.</summary>
    public static ReportDocument Report(int nodes)
    {
        // The graph grows by the same number of values with every layer.
        int few = Count(Compile(Few)), perLayer = (Count(Compile(More)) - few) / (More - Few);
        int layers = Math.Max(1, Few + (int)Math.Round((nodes - few) / (double)perLayer));
        return DocumentBuilder.Of(Compile(layers), $"encoder of {layers} layers, training step");
    }

    private static int Count(CompiledProgram program) => program.Report.Optimized.Nodes.Length;

    private static CompiledProgram Compile(int layers)
    {
        var model = new Encoder(layers);
        var step = new TrainingStep(new Objective(model, new MSELoss()), new Adam(model.Parameters(), 1e-3));
        var type = new TensorType(DType.Float32, [Batch, Length, Features]);
        return step.For(type, type);
    }

    private sealed class Encoder : Module
    {
        private readonly EncoderLayer[] layers;

        public Encoder(int count) =>
            layers = [.. Enumerable.Range(0, count).Select(i => Child($"layer{i}", new EncoderLayer(Features, Heads, Hidden, seed: i)))];

        protected override Node Compute(Node x) => layers.Aggregate(x, (y, layer) => layer.Forward(y));
    }
}
