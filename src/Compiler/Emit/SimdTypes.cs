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

    private SimdTypes(int bits, Type element, int elementSize, Type policy, Type vector)
    {
        Element = element;
        ElementSize = elementSize;
        Policy = policy;
        Vector = vector;
        Lanes = vector == element ? 1 : bits / 8 / elementSize;
        VirtualLanes = VirtualBytes / elementSize;
        Parts = VirtualLanes / Lanes;
    }

    /// <summary>The types for elements <typeparamref name="T"/> in vectors of <paramref name="bits"/> bits (32 means no vectors).</summary>
    public static unsafe SimdTypes Of<T>(int bits) where T : unmanaged => bits switch
    {
        512 => new(bits, typeof(T), sizeof(T), typeof(Simd512<T>), typeof(Vector512<T>)),
        256 => new(bits, typeof(T), sizeof(T), typeof(Simd256<T>), typeof(Vector256<T>)),
        128 => new(bits, typeof(T), sizeof(T), typeof(Simd128<T>), typeof(Vector128<T>)),
        _ => new(bits, typeof(T), sizeof(T), typeof(SimdScalar<T>), typeof(T)),
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

    /// <summary>A static method of <see cref="KernelRuntime"/> with the type arguments W, V, T and those given before them.</summary>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Operators are named by typeof, which keeps their one method.")]
    public MethodInfo Runtime(string name, params Type[] leading) =>
        typeof(KernelRuntime).GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod([.. leading, Policy, Vector, Element]);

    /// <summary>An operator's Apply for these types.</summary>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Operators are named by typeof, which keeps their one method.")]
    public MethodInfo Apply(Type op) => op.GetMethod("Apply", BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod(Policy, Vector, Element);

    /// <summary>A reducer's identity for these types.</summary>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Operators are named by typeof, which keeps their one method.")]
    public MethodInfo Identity(Type reducer) => reducer.GetMethod("Identity", BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod(Policy, Vector, Element);
}
