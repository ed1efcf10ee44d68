namespace NeuralJit.Compilation;

/// <summary>The body of a group and the memory that it reads and writes.</summary>
/// <param name="Body">The scalar program.</param>
/// <param name="Accesses">The memory, in the order of the body's.</param>
internal sealed record GroupBody(KernelBody Body, IReadOnlyList<Access> Accesses)
{
    /// <summary>Whether the access is one that the body writes.</summary>
    public bool Writes(int access) => Body.Stores.Any(s => s.Access == access);

    /// <summary>Whether the access is one to which the body writes the result of a reduction, or what is computed from it.</summary>
    public bool IsResult(int access) => Body.Stores.Any(s => s.Access == access && !s.IsFull);
}
