namespace NeuralJit.Compilation;

/// <summary>Where memory comes from.</summary>
internal enum MemoryKind
{
    /// <summary>The arena of the run.</summary>
    Arena,

    /// <summary>An argument of the run: the inputs, then the outputs.</summary>
    Argument,

    /// <summary>Memory that stays where it is: variables, constants, what was prepared.</summary>
    Fixed,
}

/// <summary>Where the memory of a node begins: an offset in the arena, the number of an argument, or an address.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Value">Offset, number or address.</param>
internal sealed record Location(MemoryKind Kind, long Value);
