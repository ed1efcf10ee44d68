using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Small pieces of expression trees that all kernels are made of.</summary>
internal sealed class KernelWriter(SimdTypes simd)
{
    private static readonly MethodInfo ArgumentMethod = typeof(KernelRuntime).GetMethod(nameof(KernelRuntime.Argument))!;
    private static readonly MethodInfo ScratchMethod = typeof(KernelRuntime).GetMethod(nameof(KernelRuntime.Scratch))!;
    private static readonly MethodInfo PartCountMethod = typeof(KernelRuntime).GetMethod(nameof(KernelRuntime.PartCount))!;
    private static readonly MethodInfo MinMethod = typeof(Math).GetMethod(nameof(Math.Min), [typeof(long), typeof(long)])!;

    private readonly List<ParameterExpression> locals = [];
    private readonly Dictionary<long, ParameterExpression> constants = [];
    private readonly List<Expression> constantAssignments = [];
    private readonly Dictionary<string, int> names = new() { ["args"] = 1, ["begin"] = 1, ["end"] = 1 };

    /// <summary>The argument table's address.</summary>
    public ParameterExpression Table { get; } = Expression.Parameter(typeof(long), "args");

    /// <summary>The first chunk.</summary>
    public ParameterExpression Begin { get; } = Expression.Parameter(typeof(long), "begin");

    /// <summary>The chunk after the last.</summary>
    public ParameterExpression End { get; } = Expression.Parameter(typeof(long), "end");

    /// <summary>The register types.</summary>
    public SimdTypes Simd => simd;

    /// <summary>A new local variable; numbered when the name is taken.</summary>
    public ParameterExpression Local(Type type, string name)
    {
        int count = names.GetValueOrDefault(name);
        names[name] = count + 1;
        ParameterExpression local = Expression.Variable(type, count == 0 ? name : $"{name}_{count}");
        locals.Add(local);
        return local;
    }

    /// <summary>A new local variable with a value, assigned in <paramref name="code"/>.</summary>
    public ParameterExpression Assign(List<Expression> code, Expression value, string name)
    {
        ParameterExpression local = Local(value.Type, name);
        code.Add(Expression.Assign(local, value));
        return local;
    }

    /// <summary>An entry of the argument table.</summary>
    public MethodCallExpression Argument(int slot) => Expression.Call(ArgumentMethod, Table, Expression.Constant(slot));

    /// <summary>This thread's memory for rows.</summary>
    public static MethodCallExpression Scratch(Expression bytes) => Expression.Call(ScratchMethod, bytes);

    /// <summary>How many of the elements that are left fall into a register.</summary>
    public MethodCallExpression PartCount(Expression rest, int part) =>
        Expression.Call(PartCountMethod, rest, Expression.Constant(part), Expression.Constant(simd.Lanes));

    /// <summary>Entry <paramref name="index"/> of a table of longs at an address.</summary>
    public static MethodCallExpression Entry(Expression table, int index) =>
        Expression.Call(ArgumentMethod, table, Expression.Constant(index));

    /// <summary>A call of a <see cref="KernelRuntime"/> method that is the same for all register types.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The methods of KernelRuntime are named here only.")]
    public static MethodCallExpression CallPlain(string name, params Expression[] arguments) =>
        Expression.Call(typeof(KernelRuntime).GetMethod(name)!, arguments);

    /// <summary>A number in every lane, kept in a local that is assigned before all else.</summary>
    public Expression Constant(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        if (!constants.TryGetValue(bits, out ParameterExpression? local))
        {
            constants[bits] = local = Local(simd.Vector, "c");
            constantAssignments.Add(Expression.Assign(local, Call(nameof(KernelRuntime.Constant), Expression.Constant(number))));
        }
        return local;
    }

    /// <summary>A call of a <see cref="KernelRuntime"/> method for the kernel's register types.</summary>
    public MethodCallExpression Call(string name, params Expression[] arguments) => Expression.Call(simd.Runtime(name), arguments);

    /// <summary>a + b of longs, without useless zeros.</summary>
    public static Expression Plus(Expression a, Expression b) =>
        IsZero(b) ? a : IsZero(a) ? b : Expression.Add(a, b);

    /// <summary>a + bytes.</summary>
    public static Expression Plus(Expression a, long bytes) => Plus(a, Long(bytes));

    /// <summary>a · factor.</summary>
    public static Expression Times(Expression a, long factor) => factor == 1 ? a : Expression.Multiply(a, Long(factor));

    /// <summary>A long constant.</summary>
    public static ConstantExpression Long(long value) => Expression.Constant(value);

    /// <summary>The smaller of two longs.</summary>
    public static Expression Min(Expression a, Expression b) => Expression.Call(MinMethod, a, b);

    /// <summary>while (!exit) { body }</summary>
    public static Expression Until(Expression exit, IEnumerable<Expression> body)
    {
        LabelTarget done = Expression.Label("done");
        return Expression.Loop(Expression.Block([Expression.IfThen(exit, Expression.Break(done)), .. body]), done);
    }

    /// <summary>while (counter + step ≤ limit) { body; counter += step; }</summary>
    public static Expression While(ParameterExpression counter, long step, Expression limit, IEnumerable<Expression> body) =>
        Until(Expression.GreaterThan(Plus(counter, step), limit), [.. body, Expression.Assign(counter, Plus(counter, step))]);

    /// <summary>The finished kernel.</summary>
    public Expression<ChunkBody> Finish(IEnumerable<Expression> code, string name) =>
        Expression.Lambda<ChunkBody>(Expression.Block(locals, [.. constantAssignments, .. code]), name, [Table, Begin, End]);

    private static bool IsZero(Expression e) => e is ConstantExpression { Value: 0L };
}
