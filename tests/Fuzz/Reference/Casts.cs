using NeuralJit.Kernels;

namespace NeuralJit.Fuzz;

/// <summary>
/// Conversions: floats to integers truncate and saturate, NaN gives 0; integers wrap; anything to bool is whether it is not 0; to narrower
/// floats rounds to nearest, halves to even.
/// </summary>
internal static class Casts
{
    public static Approx Run(Approx x, DType target)
    {
        var y = new Approx(new TensorType(target, x.Shape));
        for (int i = 0; i < y.Count; i++)
        {
            if (x.DType.IsFloat && target.IsFloat)
            {
                y[i] = Real(x[i], x.DType, target);
            }
            else if (x.DType.IsFloat)
            {
                (y.Integers[i], y.Errors[i]) = Whole(x[i], target);
            }
            else if (target.IsFloat)
            {
                y[i] = x.Errors[i] > 0 ? Num.Unknown : FromWhole(x.Integers[i], x.DType, target);
            }
            else
            {
                (y.Integers[i], y.Errors[i]) = (Elements.Wrapped(x.Integers[i], target), x.Errors[i]);
            }
        }
        return y;
    }

    private static Num Real(Num x, DType from, DType to)
    {
        if (x.IsUnknown || x.IsSpecial || to == DType.Float64 || to == DType.Float32 && from != DType.Float64)
        {
            return x;
        }
        if (to == DType.Float32)
        {
            return Math.Abs(x.Value) > float.MaxValue
                ? x.Error == 0
                ? (float)x.Value : Num.Unknown : Arithmetic.Single.Rounded(x.Value, x.Error, 0);
        }
        double y = Narrow(x.Value, to);
        if (x.Error == 0)
        {
            return y;
        }
        double error = Math.Max(y - Narrow(x.Low, to), Narrow(x.High, to) - y);
        return double.IsFinite(error) ? new Num(y, error == 0 ? Arithmetic.Single.Tiny : error) : Num.Unknown;
    }

    // Through float32, as PyTorch rounds.
    private static double Narrow(double x, DType to) => to == DType.Float16 ? (double)(Half)x : (float)(BFloat16)(float)x;

    private static Num FromWhole(long x, DType from, DType to)
    {
        double wide = from == DType.UInt64 ? (ulong)x : x;
        bool exact = Math.Abs(wide) < 1L << 53;
        return to switch
        {
            DType.Float64 => exact ? wide : new Num(wide, Math.Abs(wide) * Arithmetic.Double.Unit),
            DType.Float32 => exact ? Arithmetic.Single.Rounded(wide, 0, 0) : new Num(wide, Math.Abs(wide) * Arithmetic.Single.Unit),
            DType.Float16 => exact ? Narrow(wide, to) : double.CopySign(double.PositiveInfinity, wide),
            _ => exact && (float)wide == wide ? Narrow(wide, to) : new Num(Narrow(wide, to), Math.Abs(wide) / 256),
        };
    }

    private static (long Value, double Error) Whole(Num x, DType to)
    {
        if (to == DType.Bool)
        {
            bool known = !x.IsUnknown && (x.Error == 0 || x.IsAwayFromZero);
            return (x.Value != 0 ? 1 : 0, known ? 0 : double.PositiveInfinity);
        }
        if (x.IsUnknown)
        {
            return (0, double.PositiveInfinity);
        }
        long low = Truncated(x.Low, to), high = Truncated(x.High, to);
        return (low, low == high ? 0 : double.PositiveInfinity);
    }

    private static long Truncated(double x, DType to) => to switch
    {
        DType.UInt8 => byte.CreateSaturating(x),
        DType.Int8 => sbyte.CreateSaturating(x),
        DType.UInt16 => ushort.CreateSaturating(x),
        DType.Int16 => short.CreateSaturating(x),
        DType.UInt32 => uint.CreateSaturating(x),
        DType.Int32 => int.CreateSaturating(x),
        DType.UInt64 => unchecked((long)ulong.CreateSaturating(x)),
        _ => long.CreateSaturating(x),
    };
}
