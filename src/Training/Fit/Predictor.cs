using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training;

/// <summary>Runs a model on many samples, batch by batch, in evaluation mode, whatever mode they were put into.</summary>
/// <param name="model">What is run.</param>
/// <param name="options">How to compile.</param>
public sealed class Predictor(Module model, CompileOptions? options = null)
{
    private readonly CompiledFunction function = Compiler.Compile(
        x => Evaluate(model, x), (options ?? CompileOptions.Default) with { Training = false });

    /// <summary>The model's outputs for all inputs, of shape (samples, …), in their order.</summary>
    public TensorData Run(Dataset data, int batchSize = 256, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        TensorData? all = null;
        int done = 0;
        foreach (Batch batch in new DataLoader(data, batchSize, shuffle: false).Epoch(0, cancellation))
        {
            TensorData result = TensorData.Uninitialized(function.For(batch.Inputs.Type).OutputTypes[0]);
            function.Run([batch.Inputs], [result], cancellation);
            all ??= TensorData.Uninitialized(new TensorType(result.DType, result.Shape.With(0, data.Count)));
            result.CopyTo(0, all, done * (all.Type.Bytes / data.Count), result.Type.Bytes);
            done += batch.Count;
        }
        return all!;
    }

    private static Node Evaluate(Module model, Node x)
    {
        GraphTrace.Current!.OnlyEvaluates = true;
        return model.Forward(x);
    }
}
