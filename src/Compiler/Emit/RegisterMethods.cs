using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Intrinsics;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Calls the framework's own vector methods where an operator is one of them. A kernel calls operators by the hundred, and to see that
/// <c>AddOperator.Apply</c> is an addition the JIT reads three generic methods for each call, which was the larger part of its time. The
/// code that it makes is the same; what people read keeps the operators' names.
/// </summary>
internal sealed class RegisterMethods : ExpressionVisitor
{
    private static readonly FrozenDictionary<Type, string> Operators = new Dictionary<Type, string>
    {
        [typeof(AddOperator)] = "Add",
        [typeof(SubtractOperator)] = "Subtract",
        [typeof(MultiplyOperator)] = "Multiply",
        [typeof(DivideOperator)] = "Divide",
    }.ToFrozenDictionary();

    private readonly Dictionary<MethodInfo, Func<IReadOnlyList<Expression>, Expression>> calls = [];

    /// <summary>The methods for register types; not for single elements, which are no vectors of the framework.</summary>
    public RegisterMethods(SimdTypes simd)
    {
        Type vector = simd.Vector, element = simd.Element;
        foreach ((Type op, string name) in Operators)
        {
            Replace(simd.Apply(op), Framework(simd, name, vector, vector));
        }
        Replace(simd.Runtime(nameof(KernelRuntime.Select)), Framework(simd, "ConditionalSelect", vector, vector, vector));
        if (Simd.FusesMultiplyAdd)
        {
            Replace(simd.Runtime(nameof(KernelRuntime.MultiplyAdd)), Framework(simd, "FusedMultiplyAdd", vector, vector, vector));
        }
        Replace(simd.Runtime(nameof(KernelRuntime.Load)), Memory(nameof(KernelRuntime.Read), vector));
        Replace(simd.Runtime(nameof(KernelRuntime.Store)), Memory(nameof(KernelRuntime.Write), vector));
        MethodInfo read = Memory(nameof(KernelRuntime.Read), element), create = Framework(simd, "Create", element);
        calls[simd.Runtime(nameof(KernelRuntime.LoadBroadcast))] = address => Expression.Call(create, Expression.Call(read, address));
    }

    /// <summary>The methods that others are called for.</summary>
    public IReadOnlyCollection<MethodInfo> Replaced => calls.Keys;

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        calls.TryGetValue(node.Method, out Func<IReadOnlyList<Expression>, Expression>? call)
            ? call(Visit(node.Arguments))
            : base.VisitMethodCall(node);

    private void Replace(MethodInfo called, MethodInfo by) => calls[called] = arguments => Expression.Call(by, arguments);

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above.")]
    private static MethodInfo Memory(string name, Type type) => typeof(KernelRuntime).GetMethod(name)!.MakeGenericMethod(type);

    // Some have one generic form, Vector512.Add<T>, others an overload for each element type.
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where dynamic code is compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above.")]
    private static MethodInfo Framework(SimdTypes simd, string name, params Type[] parameters) => VectorMethods(simd)
        .Where(m => m.Name == name)
        .Select(m => m.IsGenericMethodDefinition && m.GetGenericArguments().Length == 1 ? m.MakeGenericMethod(simd.Element) : m)
        .First(m => m.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters));

    private static MethodInfo[] VectorMethods(SimdTypes simd) => (simd.Lanes * simd.ElementSize) switch
    {
        64 => typeof(Vector512).GetMethods(BindingFlags.Static | BindingFlags.Public),
        32 => typeof(Vector256).GetMethods(BindingFlags.Static | BindingFlags.Public),
        _ => typeof(Vector128).GetMethods(BindingFlags.Static | BindingFlags.Public),
    };
}
