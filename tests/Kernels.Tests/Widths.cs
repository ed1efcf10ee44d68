using System.Reflection;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels.Tests;

/// <summary>Operators found by reflection and run at a given register width.</summary>
internal static unsafe class Widths
{
    public static readonly int[] Bits = [512, 256, 128, 0];

    public static IEnumerable<Type> Operators(Type contract) =>
        typeof(ISimd<,>).Assembly.GetExportedTypes().Where(t => t.IsValueType && contract.IsAssignableFrom(t)).OrderBy(t => t.Name);

    public static T[] Unary<T>(Type op, int bits, T[] x)
        where T : unmanaged => (T[])Generic(nameof(UnaryAt), op, typeof(T)).Invoke(null, [bits, x])!;

    public static T[] Binary<T>(Type op, int bits, T[] x, T[] y)
        where T : unmanaged => (T[])Generic(nameof(BinaryAt), op, typeof(T)).Invoke(null, [bits, x, y])!;

    public static string Name(int bits) => bits == 0 ? "scalar" : $"{bits} bits";

    /// <summary>The bits of a number as text, all NaNs alike.</summary>
    public static string Show<T>(T value)
        where T : unmanaged => value switch
        {
            float f => float.IsNaN(f) ? "NaN" : $"{f:R} (0x{BitConverter.SingleToUInt32Bits(f):X8})",
            double d => double.IsNaN(d) ? "NaN" : $"{d:R} (0x{BitConverter.DoubleToUInt64Bits(d):X16})",
            _ => value.ToString()!,
        };

    private static MethodInfo Generic(string name, params Type[] types) =>
        typeof(Widths).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types);

    private static T[] UnaryAt<TOperator, T>(int bits, T[] x)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged => bits switch
        {
            512 => UnaryLoop<TOperator, Simd512<T>, Vector512<T>, T>(x),
            256 => UnaryLoop<TOperator, Simd256<T>, Vector256<T>, T>(x),
            128 => UnaryLoop<TOperator, Simd128<T>, Vector128<T>, T>(x),
            _ => UnaryLoop<TOperator, SimdScalar<T>, T, T>(x),
        };

    private static T[] UnaryLoop<TOperator, W, V, T>(T[] x)
        where TOperator : struct, IUnaryOperator
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        T[] y = new T[x.Length];
        fixed (T* px = x, py = y)
        {
            for (int i = 0; i < x.Length; i += W.Count)
            {
                int rest = Math.Min(W.Count, x.Length - i);
                W.StorePartial(TOperator.Apply<W, V, T>(W.LoadPartial(px + i, rest)), py + i, rest);
            }
        }

        return y;
    }

    private static T[] BinaryAt<TOperator, T>(int bits, T[] x, T[] y)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged => bits switch
        {
            512 => BinaryLoop<TOperator, Simd512<T>, Vector512<T>, T>(x, y),
            256 => BinaryLoop<TOperator, Simd256<T>, Vector256<T>, T>(x, y),
            128 => BinaryLoop<TOperator, Simd128<T>, Vector128<T>, T>(x, y),
            _ => BinaryLoop<TOperator, SimdScalar<T>, T, T>(x, y),
        };

    private static T[] BinaryLoop<TOperator, W, V, T>(T[] x, T[] y)
        where TOperator : struct, IBinaryOperator
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        T[] z = new T[x.Length];
        fixed (T* px = x, py = y, pz = z)
        {
            for (int i = 0; i < x.Length; i += W.Count)
            {
                int rest = Math.Min(W.Count, x.Length - i);
                V value = TOperator.Apply<W, V, T>(W.LoadPartial(px + i, rest), W.LoadPartial(py + i, rest));
                W.StorePartial(value, pz + i, rest);
            }
        }

        return z;
    }
}
