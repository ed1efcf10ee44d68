using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Cli;

/// <summary>What a training was asked to do.</summary>
/// <param name="Data">The folder of images.</param>
/// <param name="Model">Which built-in model.</param>
/// <param name="Options">Its options that were given, as name=value.</param>
/// <param name="Epochs">How often it sees the training images.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="DropLast">Whether a smaller last batch is left out.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="Optimizer">The optimiser's name.</param>
/// <param name="Seed">Of random weights, order and dropout.</param>
/// <param name="Output">The file to write.</param>
/// <param name="FindNaN">Whether to look for the node that makes NaN.</param>
/// <param name="Compile">Threads and vector width.</param>
internal sealed record TrainSettings(
    string Data, ModelEntry Model, IReadOnlyList<string> Options, int Epochs, int BatchSize, bool DropLast, double LearningRate,
        string Optimizer, int Seed, string Output,
    bool FindNaN, CompileOptions Compile)
{
    /// <summary>The arguments as the saved file tells them, with the epochs that were done.</summary>
    public string Summary(int epochs) => string.Create(CultureInfo.InvariantCulture,
        $"epochs={epochs} batch={BatchSize}{(DropLast ? " drop-last" : "")} lr={LearningRate} optimizer={Optimizer} seed={Seed}");
}
