namespace NeuralJit.Compilation;

/// <summary>A part of a kernel that one thread ran without a break.</summary>
/// <param name="Kernel">The position of the kernel in <see cref="ProgramProfile.Kernels"/>.</param>
/// <param name="Thread">The position of the thread in <see cref="ProgramProfile.Threads"/>.</param>
/// <param name="Start">Microseconds after the start of the run.</param>
/// <param name="Duration">Microseconds that it took.</param>
public sealed record ProfilePiece(int Kernel, int Thread, double Start, double Duration);
