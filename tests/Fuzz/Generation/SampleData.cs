namespace NeuralJit.Fuzz;

/// <summary>Elements of leaves: in most graphs tame, with ties and equal numbers, in some with everything that a type can hold.</summary>
internal static class SampleData
{
    private static readonly double[] Specials =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0, float.MaxValue, float.MinValue, float.Epsilon,
            1e-40, 1e30, -1e30];

    /// <summary>A tensor of random elements.</summary>
    public static TensorData Of(TensorType type, Random random, bool special)
    {
        TensorData data = TensorData.Zeros(type);
        int style = random.Next(10);
        double equal = Quarter(random);
        for (int i = 0; i < (int)type.Shape.Count; i++)
        {
            if (type.DType == DType.Bool)
            {
                Elements.Write(data, i, (long)random.Next(2));
            }
            else if (type.DType.IsInteger)
            {
                Elements.Write(data, i, Whole(random, type.DType, style, special));
            }
            else
            {
                Elements.Write(
                    data, i, special && random.Next(8) == 0 ? Specials[random.Next(Specials.Length)] : Real(random, style, equal));
            }
        }
        return data;
    }

    /// <summary>Places along an axis.</summary>
    public static TensorData Indices(TensorType type, int extent, Random random)
    {
        TensorData data = TensorData.Zeros(type);
        for (int i = 0; i < (int)type.Shape.Count; i++)
        {
            Elements.Write(data, i, (long)random.Next(extent));
        }
        return data;
    }

    private static double Real(Random random, int style, double equal) => style switch
    {
        0 => random.Next(-3, 4),
        1 => Quarter(random),
        2 => random.Next(-1, 2),
        3 => equal,
        4 => random.NextDouble() * 2 + 0.1,
        5 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3)),
        _ => random.NextDouble() * 4 - 2,
    };

    private static double Quarter(Random random) => random.Next(-8, 9) * 0.25;

    private static long Whole(Random random, DType dtype, int style, bool special) => style switch
    {
        0 when special => random.NextInt64(long.MinValue, long.MaxValue),
        1 when special => random.Next(2) == 0 ? Least(dtype) : Elements.Wrapped(unchecked(Least(dtype) - 1), dtype),
        2 => random.Next(-1, 2),
        3 => random.Next(0, 2),
        4 => random.Next(-100, 101),
        _ => random.Next(-9, 10),
    };

    private static long Least(DType dtype) => dtype switch
    {
        DType.Int8 => sbyte.MinValue,
        DType.Int16 => short.MinValue,
        DType.Int32 => int.MinValue,
        DType.Int64 => long.MinValue,
        _ => 0,
    };
}
