using System.Linq.Expressions;
using System.Reflection;
using NeuralJit.Kernels;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>What is called instead of an operator gives its bits, at every width, for special values too.</summary>
internal sealed unsafe class RegisterMethodsTests
{
    private static readonly double[] Values =
        [0, -0.0, 1, -1, 0.1, -2.5, 1e-40, -1e-40, 3e38, -3e38, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.0000001,
            -0.3333333333333333, 16777217];

    private static IEnumerable<TestCaseData> Cases =>
        from simd in (SimdTypes[])[.. Vectors<float>(), .. Vectors<double>()]
        from method in simd.Registers!.Replaced
        select new TestCaseData(
            simd, method)
        { TestName = $"{method.DeclaringType!.Name}.{method.Name} of {simd.Vector.Name}<{simd.Element.Name}>" };

    [TestCaseSource(nameof(Cases))]
    public void The_same_bits(object types, object called)
    {
        var simd = (SimdTypes)types;
        var method = (MethodInfo)called;
        var sources = new Storage[3];
        for (int shift = 0; shift < Values.Length; shift++)
        {
            for (int i = 0; i < sources.Length; i++)
            {
                sources[i] = Fill(simd, shift * i);
            }
            Expression<ChunkBody> asked = Kernel(simd, method, sources);
            byte[] expected = Run(asked), actual = Run(simd.Registers!.VisitAndConvert(asked, null));
            Assert.That(actual, Is.EqualTo(expected), $"shift {shift}");
            Assert.That(expected, Is.Not.All.EqualTo((byte)0xA5));
            GC.KeepAlive(sources);
        }
    }

    [Test]
    public void Operators_of_vectors_are_replaced_and_scalars_have_none()
    {
        Assert.That(SimdTypes.Of<float>(32).Registers, Is.Null);
        Assert.That(SimdTypes.Of<double>(256).Registers!.Replaced.Select(m => m.Name),
            Is.SupersetOf(new[] { "Apply", nameof(KernelRuntime.Load), nameof(KernelRuntime.Store), nameof(KernelRuntime.LoadBroadcast),
                nameof(KernelRuntime.Select) }));
        Assert.That(SimdTypes.Of<double>(256).Registers!.Replaced.Any(m => m.Name == nameof(KernelRuntime.MultiplyAdd)),
            Is.EqualTo(Simd.FusesMultiplyAdd));
    }

    private static SimdTypes[] Vectors<T>() where T : unmanaged => [SimdTypes.Of<T>(512), SimdTypes.Of<T>(256), SimdTypes.Of<T>(128)];

    private static Storage Fill(SimdTypes simd, int shift)
    {
        Storage memory = Storage.AllocateBytes(64);
        for (int i = 0; i < 64 / simd.ElementSize; i++)
        {
            double value = Values[(i + shift) % Values.Length];
            if (simd.Element == typeof(float))
            {
                ((float*)memory.Address)[i] = (float)value;
            }
            else
            {
                ((double*)memory.Address)[i] = value;
            }
        }
        return memory;
    }

    // args is the address that the result is written to.
    private static Expression<ChunkBody> Kernel(SimdTypes simd, MethodInfo method, Storage[] sources)
    {
        ParameterExpression result = Expression.Parameter(typeof(long)), begin = Expression.Parameter(typeof(long)),
            end = Expression.Parameter(typeof(long));
        Expression Register(int i) =>
            Expression.Call(simd.Runtime(nameof(KernelRuntime.Load)), Expression.Constant((long)sources[i].Address));
        Expression[] arguments =
            [.. method.GetParameters().Select((p, i) => p.ParameterType == simd.Vector
                ? Register(i)
                : i == 0 && method.ReturnType == typeof(void) ? result : Expression.Constant((long)sources[i].Address))];
        Expression call = Expression.Call(method, arguments);
        Expression body = method.ReturnType == typeof(void)
            ? call
            : Expression.Call(simd.Runtime(nameof(KernelRuntime.Store)), result, call);
        return Expression.Lambda<ChunkBody>(body, "kernel", [result, begin, end]);
    }

    private static byte[] Run(Expression<ChunkBody> kernel)
    {
        Storage result = Storage.AllocateBytes(64);
        new Span<byte>((void*)result.Address, 64).Fill(0xA5);
        kernel.Compile()(result.Address, 0, 0);
        byte[] bytes = new Span<byte>((void*)result.Address, 64).ToArray();
        GC.KeepAlive(result);
        return bytes;
    }
}
