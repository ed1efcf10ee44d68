namespace NeuralJit.Fuzz;

/// <summary>That some nodes are the gradients of a weighted sum of others.</summary>
/// <param name="Outputs">What was differentiated.</param>
/// <param name="Seeds">The weights.</param>
/// <param name="Targets">With respect to what.</param>
/// <param name="Gradients">The gradients; null where there is no path.</param>
internal sealed record GradientClaim(Node[] Outputs, Node[] Seeds, Node[] Targets, Node?[] Gradients);
