namespace NeuralJit.Kernels;

/// <summary>
/// Says of an operator that it takes no more than a few instructions: computing it again is as cheap as loading its result, and a loop
/// that does little else may be unrolled.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class FewInstructionsAttribute : Attribute;
