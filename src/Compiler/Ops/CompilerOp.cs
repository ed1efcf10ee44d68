namespace NeuralJit.Compilation;

/// <summary>An op that only the compiler makes; none of them can fail.</summary>
internal abstract record CompilerOp : Op
{
    /// <inheritdoc/>
    public sealed override OpFailure Failure => OpFailure.Never;
}
