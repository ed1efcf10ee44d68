using System.Globalization;
using System.Text;

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
    public int[] Inputs { get; init; } = [];

    /// <summary>The memory of a load.</summary>
    public int Access { get; init; }

    /// <summary>The number of a constant.</summary>
    public double Number { get; init; }

    /// <summary>Whether the value is a mask.</summary>
    public bool IsBool { get; init; }

    /// <summary>Whether the value differs along the inner axis (rows) or belongs to the full domain (columns).</summary>
    public bool IsFull { get; set; }

    /// <summary>How many passes over the row must have ended before the value can be computed.</summary>
    public int Phase { get; set; }

    /// <summary>How many values and stores use it.</summary>
    public int Uses { get; set; }
}

/// <summary>A place in memory that a body reads or writes: a source and strides (in elements) along the axes of the domain.</summary>
/// <param name="Source">The node whose memory it is.</param>
/// <param name="DType">The type of the elements in memory.</param>
/// <param name="Offset">Elements before the first one.</param>
/// <param name="Strides">Elements between neighbours along each axis of the domain; 0 repeats.</param>
internal sealed record Access(Node Source, DType DType, long Offset, long[] Strides)
{
    /// <summary>Whether both are the same elements of the same memory in the same order.</summary>
    public bool IsSameAs(Access other) => ReferenceEquals(Source, other.Source) && Offset == other.Offset && Strides.AsSpan().SequenceEqual(other.Strides);
}

/// <summary>A value that is written to memory.</summary>
/// <param name="Value">The value's position.</param>
/// <param name="Access">Where it goes.</param>
/// <param name="IsFull">Whether it belongs to the full domain; else to the reduced one.</param>
internal sealed record Store(int Value, int Access, bool IsFull);

/// <summary>
/// The scalar program of a kernel: loads, operations and stores for one element of the domain. What the loops around it look
/// like is the kernel's own affair.
/// </summary>
internal sealed class KernelBody(DType type)
{
    /// <summary>The floating-point type of all values that are not masks.</summary>
    public DType Type { get; } = type;

    /// <summary>Memory that is read or written.</summary>
    public List<Access> Accesses { get; } = [];

    /// <summary>The values in order.</summary>
    public List<Value> Values { get; } = [];

    /// <summary>What is written.</summary>
    public List<Store> Stores { get; } = [];

    /// <summary>The body's structure as text: equal texts are equal code.</summary>
    public void WriteKey(StringBuilder key)
    {
        key.Append(Type.ShortName);
        foreach (Value value in Values)
        {
            key.Append(';').Append((int)value.Kind).Append(value.IsFull ? 'f' : 'r').Append(value.IsBool ? 'b' : 'n').Append(value.Phase).Append(':');
            // The type itself: operators of two assemblies may have one name.
            key.Append(value.Operator?.TypeHandle.Value).Append('(').AppendJoin(',', value.Inputs).Append(')').Append(value.Access);
            if (value.Kind == ValueKind.Constant)
            {
                key.Append('=').Append(BitConverter.DoubleToInt64Bits(value.Number).ToString("x", CultureInfo.InvariantCulture));
            }
        }
        foreach (Store store in Stores)
        {
            key.Append(";s").Append(store.Value).Append('@').Append(store.Access).Append(store.IsFull ? 'f' : 'r');
        }
        foreach (Access access in Accesses)
        {
            key.Append(';').Append(access.DType.ShortName);
        }
    }
}
