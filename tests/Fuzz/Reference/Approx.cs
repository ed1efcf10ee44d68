using NeuralJit.Kernels;

namespace NeuralJit.Fuzz;

/// <summary>A tensor as the reference computes it: floats as numbers with error bounds, integers and bools exactly or not at all.</summary>
internal sealed class Approx
{
    public Approx(TensorType type)
    {
        Type = type;
        int count = (int)type.Shape.Count;
        Errors = new double[count];
        Values = type.DType.IsFloat ? new double[count] : [];
        Integers = type.DType.IsFloat ? [] : new long[count];
    }

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The shape.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The element type.</summary>
    public DType DType => Type.DType;

    /// <summary>The number of elements.</summary>
    public int Count => Errors.Length;

    /// <summary>The elements of a tensor of floats.</summary>
    public double[] Values { get; }

    /// <summary>The elements of a tensor of integers or bools; unsigned ones of 64 bits by their bits.</summary>
    public long[] Integers { get; }

    /// <summary>The bounds; of integers 0, or infinite where the element hangs on rounding.</summary>
    public double[] Errors { get; }

    /// <summary>The arithmetic of the element type.</summary>
    public Arithmetic Arithmetic => Arithmetic.Of(DType);

    /// <summary>An element of a tensor of floats.</summary>
    public Num this[int index]
    {
        get => new(Values[index], Errors[index]);
        set => (Values[index], Errors[index]) = (value.Value, value.Error);
    }

    /// <summary>The share of elements about which nothing is known.</summary>
    public double UnknownShare => Count == 0 ? 0 : (double)Errors.Count(double.IsPositiveInfinity) / Count;

    /// <summary>The greatest finite magnitude.</summary>
    public double Greatest => DType.IsFloat
        ? Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max()
        : Integers.Select(i => Math.Abs((double)i)).DefaultIfEmpty().Max();

    /// <summary>The tensor that every element of another is copied into.</summary>
    public void Copy(Approx from, int source, int target)
    {
        Errors[target] = from.Errors[source];
        if (DType.IsFloat)
        {
            Values[target] = from.Values[source];
        }
        else
        {
            Integers[target] = from.Integers[source];
        }
    }

    /// <summary>Element i of the result is element map[i] of this tensor; all where the map is null.</summary>
    public Approx Rearranged(Shape shape, int[]? map)
    {
        var y = new Approx(new TensorType(DType, shape));
        for (int i = 0; i < y.Count; i++)
        {
            y.Copy(this, map is null ? i : map[i], i);
        }
        return y;
    }

    /// <summary>The same elements under another shape.</summary>
    public Approx Reshaped(Shape shape) => Rearranged(shape, null);

    /// <summary>The tensor repeated along its extents of 1 and before its first one.</summary>
    public Approx BroadcastTo(Shape shape) => Shape.Equals(shape) ? this : Rearranged(shape, Places.Broadcast(Shape, shape));

    /// <summary>A tensor of given data, all elements exact.</summary>
    public static Approx Of(ReadOnlyTensor data)
    {
        var x = new Approx(data.Type);
        for (int i = 0; i < x.Count; i++)
        {
            if (data.DType.IsFloat)
            {
                x.Values[i] = Elements.Real(data, i);
            }
            else
            {
                x.Integers[i] = Elements.Integer(data, i);
            }
        }
        return x;
    }

    /// <summary>A tensor of one number everywhere.</summary>
    public static Approx Full(TensorType type, double value)
    {
        var y = new Approx(type);
        Array.Fill(y.Values, type.DType.IsFloat ? Arithmetic.Of(type.DType).Constant(value) : 0);
        return y;
    }
}
