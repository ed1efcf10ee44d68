namespace NeuralJit.Compilation.Tests;

/// <summary>
/// A function whose results are long sums, with inputs that do not hide how they round: equal numbers, and numbers of one sign.
/// </summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Function">The function; of float32 inputs, and of the same numbers as float64.</param>
/// <param name="Inputs">The inputs.</param>
internal sealed record SumCase(string Name, Func<Node[], Node[]> Function, params TensorData[] Inputs)
{
    /// <summary>The results for the inputs as float64.</summary>
    public TensorData[] Exact()
    {
        TensorData[] inputs =
            [.. Inputs.Select(i => i.DType == DType.Float32 ? TensorData.From<double>(i.Shape, Comparison.Values(i)) : i)];
        return Interpreter.Run(Programs.Trace(Function, inputs), inputs);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
