namespace NeuralJit.Compilation;

/// <summary>A part of the compiler's work after the passes.</summary>
/// <param name="Name">fuse, schedule, lower, compile kernels, plan memory.</param>
/// <param name="Time">How long it took.</param>
public sealed record PhaseReport(string Name, TimeSpan Time);
