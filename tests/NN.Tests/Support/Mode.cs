namespace NeuralJit.NN.Tests;

/// <summary>How a function over nodes is run.</summary>
public enum Mode
{
    /// <summary>Op by op.</summary>
    Eager,

    /// <summary>As one compiled program.</summary>
    Compiled,
}
