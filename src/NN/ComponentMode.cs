namespace NeuralJit.NN;

/// <summary>Whether a component behaves as in training or as in evaluation.</summary>
internal enum ComponentMode
{
    /// <summary>As the trace, or the component around it, says.</summary>
    FollowsTrace,

    /// <summary>As in training.</summary>
    Training,

    /// <summary>As in evaluation.</summary>
    Evaluation,
}
