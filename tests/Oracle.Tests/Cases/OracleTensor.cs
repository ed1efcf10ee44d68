namespace NeuralJit.Oracle.Tests;

/// <summary>
/// A tensor of a case: its value, the gradient that it should get (inputs) and the gradient that arrives (outputs), where there are.
/// </summary>
internal sealed record OracleTensor(string Name, TensorData Value, TensorData? Gradient, TensorData? Upstream);
