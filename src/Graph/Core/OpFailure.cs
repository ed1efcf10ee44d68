namespace NeuralJit;

/// <summary>Whether evaluating an op may end in an exception, and what is written then.</summary>
public enum OpFailure
{
    /// <summary>Whatever its inputs hold, it gives a result.</summary>
    Never,

    /// <summary>It may refuse what its inputs hold (an index that is out of range), and has written nothing then.</summary>
    BeforeWriting,

    /// <summary>It may fail at any time, with a part of its result written.</summary>
    WhileWriting,
}
