namespace NeuralJit.NN;

/// <summary>Whose variance an initialiser keeps.</summary>
public enum FanMode
{
    /// <summary>That of the values going forward: divide by the number of inputs.</summary>
    FanIn,

    /// <summary>That of the gradients going backward: divide by the number of outputs.</summary>
    FanOut,
}
