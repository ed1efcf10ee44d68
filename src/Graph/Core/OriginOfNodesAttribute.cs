namespace NeuralJit;

/// <summary>
/// Marks a class of a NeuralJit library that is written like a user's code, such as a built-in model: nodes that its methods make are shown
/// with its lines instead of those of whoever called it. Errors still name the caller.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OriginOfNodesAttribute : Attribute;
