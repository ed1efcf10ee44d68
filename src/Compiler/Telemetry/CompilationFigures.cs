namespace NeuralJit.Compilation;

/// <summary>What is told of a compilation.</summary>
/// <param name="Kernels">Kernels of the program.</param>
/// <param name="NewKernels">How many of them were compiled anew.</param>
/// <param name="Time">Time from the traced graph to the program.</param>
internal readonly record struct CompilationFigures(int Kernels, int NewKernels, TimeSpan Time);
