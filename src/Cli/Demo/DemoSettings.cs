using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>What the demonstration was asked to do.</summary>
/// <param name="Seeds">How many models are trained.</param>
/// <param name="Seed">The first model's seed; the next ones count on.</param>
/// <param name="Epochs">How often each model sees the training images.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="Verbose">Whether the model, the passes and the kernels are listed too.</param>
/// <param name="Compile">Threads and vector width.</param>
internal sealed record DemoSettings(int Seeds, int Seed, int Epochs, int BatchSize, bool Verbose, CompileOptions Compile);
