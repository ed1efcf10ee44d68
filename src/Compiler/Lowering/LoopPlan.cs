namespace NeuralJit.Compilation;

/// <summary>The kernel of a loop group before any code is made for it: only groups that have such a plan become kernels.</summary>
/// <param name="Body">What is computed for each element.</param>
/// <param name="Form">How the loops walk.</param>
/// <param name="Space">The loops.</param>
internal sealed record LoopPlan(GroupBody Body, LoopForm Form, IterationSpace Space);
