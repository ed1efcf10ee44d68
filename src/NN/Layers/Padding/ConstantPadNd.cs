namespace NeuralJit.NN;

/// <summary>Padding of the spatial dimensions with one value.</summary>
public abstract class ConstantPadNd : PadNd
{
    private protected ConstantPadNd(int rank, PerDimension padding, double value) : base(rank, padding)
    {
        Value = value;
    }

    /// <summary>What is put there.</summary>
    private protected double Value { get; }

    /// <inheritdoc/>
    protected override string Details => $"padding={PythonText.Of(Padding)}, value={PythonText.Of(Value)}";

    private protected sealed override Node Pad(Node x, IntList before, IntList after) =>
        x.Pad([0, 0, .. before], [0, 0, .. after], value: Value);
}
