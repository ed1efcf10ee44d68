using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Intrinsics;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// The register types that generated code of one width uses for one element type. Generated code always works on virtual vectors
/// of 64 bytes (16 floats), made of as many registers as it takes: so reductions combine the same lanes at every width.
/// </summary>
internal sealed class SimdTypes
{
    private const int VirtualBytes = 64;

    // Looking a method up costs more than emitting its call.
    private readonly ConcurrentDictionary<MethodKey, MethodInfo> methods = new();
    private readonly Lazy<RegisterMethods?> registers;

    private SimdTypes(int bits, Type element, int elementSize, Type policy, Type vector)
    {
        Element = element;
        ElementSize = elementSize;
        Policy = policy;
        Vector = vector;
        Lanes = vector == element ? 1 : bits / 8 / elementSize;
        VirtualLanes = VirtualBytes / elementSize;
        Parts = VirtualLanes / Lanes;
        registers = new(() => Lanes == 1 ? null : new RegisterMethods(this));
    }

    /// <summary>The types for elements <typeparamref name="T"/> in vectors of <paramref name="bits"/> bits (32 means no vectors).</summary>
    public static SimdTypes Of<T>(int bits) where T : unmanaged => bits switch
    {
        512 => Known<T>.Of512,
        256 => Known<T>.Of256,
        128 => Known<T>.Of128,
        _ => Known<T>.OfScalars,
    };

    /// <summary>float or double.</summary>
    public Type Element { get; }

    /// <summary>Bytes of an element.</summary>
    public int ElementSize { get; }

    /// <summary>The <see cref="ISimd{V, T}"/>.</summary>
    public Type Policy { get; }

    /// <summary>The register type.</summary>
    public Type Vector { get; }

    /// <summary>Lanes of a register.</summary>
    public int Lanes { get; }

    /// <summary>Lanes of a virtual vector.</summary>
    public int VirtualLanes { get; }

    /// <summary>Registers in a virtual vector.</summary>
    public int Parts { get; }

    /// <summary>Which operators are methods of the registers themselves; null where elements are computed one at a time.</summary>
    public RegisterMethods? Registers => registers.Value;

    /// <summary>A static method of <see cref="KernelRuntime"/> with the type arguments W, V, T and those given before them.</summary>
    public MethodInfo Runtime(string name, params Type[] leading) =>
        leading is [] ? Method(typeof(KernelRuntime), name) : Find(typeof(KernelRuntime), name, leading);

    /// <summary>An operator's Apply for these types.</summary>
    public MethodInfo Apply(Type op) => Method(op, "Apply");

    /// <summary>A reducer's identity for these types.</summary>
    public MethodInfo Identity(Type reducer) => Method(reducer, "Identity");

    private MethodInfo Method(Type type, string name) =>
        methods.GetOrAdd(new MethodKey(type, name), static (key, simd) => simd.Find(key.Type, key.Name, []), this);

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Operators are named by typeof, which keeps their methods.")]
    private MethodInfo Find(Type type, string name, Type[] leading) =>
        type.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod([.. leading, Policy, Vector, Element]);

    private sealed record MethodKey(Type Type, string Name);

    // Names of methods that depend on nothing but element and width, so sharing them is not shared state.
    private static unsafe class Known<T> where T : unmanaged
    {
        public static readonly SimdTypes Of512 = new(512, typeof(T), sizeof(T), typeof(Simd512<T>), typeof(Vector512<T>));
        public static readonly SimdTypes Of256 = new(256, typeof(T), sizeof(T), typeof(Simd256<T>), typeof(Vector256<T>));
        public static readonly SimdTypes Of128 = new(128, typeof(T), sizeof(T), typeof(Simd128<T>), typeof(Vector128<T>));
        public static readonly SimdTypes OfScalars = new(32, typeof(T), sizeof(T), typeof(SimdScalar<T>), typeof(T));
    }
}
