namespace NeuralJit.Compilation;

/// <content>The program as an ordinary C# file.</content>
public sealed partial class CompiledProgram
{
    /// <summary>
    /// The parameters and states that the program reads or changes, in the order in which the class of <see cref="ToCSharp"/> takes them.
    /// </summary>
    public IReadOnlyList<Variable> Variables { get => field ??= ProgramVariables.Of(Report.Optimized); }

    /// <summary>
    /// The whole program as a C# file that compiles against this library alone, without unsafe code: each kernel as a static method, the
    /// memory plan, and a <c>Run</c> that does what this program's does, bit by bit. Its class is made of <see cref="Variables"/>;
    /// constants of more than 64 KiB come from a <see cref="ConstantFile"/> by their hash. One thread at a time runs an instance, and
    /// nothing else writes its variables meanwhile.
    /// </summary>
    /// <param name="className">The name of the class.</param>
    /// <exception cref="GraphException">An operator is not public, or <paramref name="className"/> is no name of a class.</exception>
    public string ToCSharp(string className = "CompiledModel") => ProgramSource.Print(executor, Report, className);
}
