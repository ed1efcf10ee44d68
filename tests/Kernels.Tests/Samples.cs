namespace NeuralJit.Kernels.Tests;

/// <summary>Inputs: every special value, and random ones over the whole range of exponents and over the usual one.</summary>
internal static class Samples
{
    public static float[] Singles(int random = 20000)
    {
        float[] special =
        [
            0, -0.0f, 1, -1, 0.5f, -0.5f, 1.5f, 2.5f, -1.5f, -2.5f, 2, 3, 10, 88.7f, 88.8f, 89, -87.3f, -88, -103.9f, -104, -105, 127,
                128, -126, -149, -150,
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon,
            1.17549435e-38f, -1.17549435e-38f, 1.1754942e-38f, 1e-40f, -1e-40f, 1e30f, -1e30f, 65536, 65537, 1e5f, 1e10f, 3.1415927f,
                1.5707964f, 0.70710678f, 1.4142135f,
            16777216, 16777215, 8388608.5f, 4.5f, 5.5f, 9, 9.1f, -9.1f, 20, 20.1f, 14.3f, -14.3f, -13, 3.9f, 1e-8f, 1e-20f,
        ];
        Random rng = new(7);
        List<float> all = [.. special];
        for (int i = 0; i < random / 4; i++)
        {
            all.Add(BitConverter.UInt32BitsToSingle((uint)rng.NextInt64(1L << 32)));
            all.Add((float)((rng.NextDouble() * 8) - 4));
            all.Add((float)((rng.NextDouble() * 220) - 110));
            all.Add((float)Math.ScaleB((rng.NextDouble() * 2) - 1, rng.Next(-20, 2)));
        }

        return [.. all];
    }

    public static double[] Doubles(int random = 20000)
    {
        double[] special =
        [
            0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -1.5, 2, 3, 10, 709.7, 709.8, 710, -708.3, -745, -746, -747, 1023, 1024,
                -1022, -1074, -1075,
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon,
            2.2250738585072014e-308, -2.2250738585072014e-308, 2.225073858507201e-308, 1e-310, 1e300, -1e300, 33554432,
                33554433.5, 1e15, 1e22,
            Math.PI, Math.PI / 2, 0.70710678118654752, 1.4142135623730951, 9007199254740992, 6, 22, 40, -38.5, -40, 20, 20.5, 1e-16, 1e-100,
        ];
        Random rng = new(8);
        List<double> all = [.. special];
        for (int i = 0; i < random / 4; i++)
        {
            all.Add(BitConverter.Int64BitsToDouble(rng.NextInt64(long.MinValue, long.MaxValue)));
            all.Add((rng.NextDouble() * 8) - 4);
            all.Add((rng.NextDouble() * 1500) - 750);
            all.Add(Math.ScaleB((rng.NextDouble() * 2) - 1, rng.Next(-60, 2)));
        }

        return [.. all];
    }

    public static T[] Integers<T>(int random = 500)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        Random rng = new(9);
        List<T> all = [T.Zero, T.One, T.MinValue, T.MaxValue, T.CreateTruncating(-1), T.CreateTruncating(2), T.CreateTruncating(-2),
            T.CreateTruncating(7), T.CreateTruncating(100)];
        for (int i = 0; i < random; i++)
        {
            all.Add(T.CreateTruncating(rng.NextInt64(long.MinValue, long.MaxValue)));
            all.Add(T.CreateTruncating(rng.Next(-9, 10)));
        }

        return [.. all];
    }

    /// <summary>Pairs: the special values with each other, then the rest with a rotation of itself.</summary>
    public static (T[] X, T[] Y) Pairs<T>(T[] values, int special)
    {
        List<T> x = [], y = [];
        for (int i = 0; i < special; i++)
        {
            for (int j = 0; j < special; j++)
            {
                x.Add(values[i]);
                y.Add(values[j]);
            }
        }

        for (int i = special; i < values.Length; i++)
        {
            x.Add(values[i]);
            y.Add(values[special + ((i * 7) % (values.Length - special))]);
        }

        return ([.. x], [.. y]);
    }
}
