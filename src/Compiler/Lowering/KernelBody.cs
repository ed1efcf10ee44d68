namespace NeuralJit.Compilation;

/// <summary>What a value of a kernel's body is.</summary>
internal enum ValueKind
{
    /// <summary>The same number everywhere.</summary>
    Constant,

    /// <summary>An element of memory.</summary>
    Load,

    /// <summary>An operator applied to other values.</summary>
    Operation,

    /// <summary>mask ? a : b.</summary>
    Select,

    /// <summary>The result of a reduction over the kernel's reduced axes.</summary>
    Reduction,

    /// <summary>The element of the matrix product that the kernel computes.</summary>
    Accumulator,
}

/// <summary>One value of a body, in static single assignment: its inputs come before it.</summary>
internal sealed record Value(ValueKind Kind)
{
    /// <summary>The operator or reducer struct.</summary>
    public Type? Operator { get; init; }

    /// <summary>Positions of the inputs.</summary>
    public IntList Inputs { get; init; } = [];

    /// <summary>The memory of a load.</summary>
    public int Access { get; init; }

    /// <summary>The number of a constant, as its bits: 0 and −0 are different code, and NaN equals itself.</summary>
    public long Bits { get; init; }

    /// <summary>Whether the value is a mask.</summary>
    public bool IsBool { get; init; }

    /// <summary>Whether the value differs along the inner axis (rows) or belongs to the full domain (columns).</summary>
    public bool IsFull { get; init; }

    /// <summary>How many sweeps over the row must have ended before the value can be computed.</summary>
    public int Sweep { get; init; }

    /// <summary>The number of a constant.</summary>
    public double Number => BitConverter.Int64BitsToDouble(Bits);
}

/// <summary>A value that is written to memory.</summary>
/// <param name="Value">The value's position.</param>
/// <param name="Access">Where it goes.</param>
/// <param name="IsFull">Whether it belongs to the full domain; else to the reduced one.</param>
internal sealed record Store(int Value, int Access, bool IsFull);

/// <summary>
/// The scalar program of a kernel: loads, operations and stores for one element of the domain. What the loops around it look
/// like is the kernel's own affair. Equal bodies are equal code: whose memory it is they do not say.
/// </summary>
/// <param name="Type">The floating-point type of all values that are not masks.</param>
/// <param name="Memory">The element types of the memory that is read or written.</param>
/// <param name="Values">The values in order.</param>
/// <param name="Stores">What is written.</param>
internal sealed record KernelBody(DType Type, ValueList<DType> Memory, ValueList<Value> Values, ValueList<Store> Stores);
