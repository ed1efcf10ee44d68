using System.Linq.Expressions;
using System.Reflection;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Where a body is being computed: how its accesses are addressed there and which values are known already.</summary>
internal abstract class Site
{
    /// <summary>Registers of the values computed here.</summary>
    public Dictionary<int, Expression[]> Known { get; } = [];

    /// <summary>Elements that are left, when fewer than a virtual vector; null for a whole one.</summary>
    public Expression? Rest { get; init; }

    /// <summary>The elements that are left for each register, where they are known already.</summary>
    public Expression[]? Counts { get; init; }

    /// <summary>How many registers a value has here.</summary>
    public abstract int Parts { get; }

    /// <summary>The address of lane 0 of part <paramref name="part"/> of an access.</summary>
    public abstract Expression Address(int access, int part);

    /// <summary>How an access moves from lane to lane.</summary>
    public abstract InnerStep Step(int access);

    /// <summary>The stride of a strided access, in elements.</summary>
    public abstract Expression Stride(int access);
}

/// <summary>Emits the values of a body at a site, registers first needed first computed.</summary>
internal sealed class BodyEmitter(KernelBody body, KernelWriter writer)
{
    // Functions of many instructions that a virtual vector may have in its code: past that the JIT inlines nothing more, not even loads.
    private const int MostInlined = 4;

    private readonly int[] uses = UsesOf(body);

    private readonly bool callsFunctions = writer.Simd.Parts > 1 && body.Values.Count(IsFunction) * writer.Simd.Parts > MostInlined;

    private SimdTypes Simd => writer.Simd;

    /// <summary>How many values and stores use each value.</summary>
    private static int[] UsesOf(KernelBody body)
    {
        int[] uses = new int[body.Values.Count];
        foreach (int used in body.Values.SelectMany(v => v.Inputs).Concat(body.Stores.Select(s => s.Value)))
        {
            uses[used]++;
        }
        return uses;
    }

    /// <summary>The registers of a value; code that computes it is appended to <paramref name="code"/>.</summary>
    public Expression[] Value(int index, Site site, List<Expression> code)
    {
        if (site.Known.TryGetValue(index, out Expression[]? known))
        {
            return known;
        }
        Value value = body.Values[index];
        Expression[] result = value.Kind switch
        {
            ValueKind.Constant => Repeat(writer.Constant(value.Number), site.Parts),
            ValueKind.Load => Named(Load(value, site), site, code, "v", index),
            ValueKind.Select =>
                Named(Lanewise(value, site, code, (part, args) => writer.Call(nameof(KernelRuntime.Select), args)), site, code, "v", index),
            ValueKind.Operation => Named(Operation(value, site, code), site, code, "v", index),
            _ => throw new InvalidOperationException($"value {index} ({value.Kind}) must be known at its site"),
        };
        return site.Known[index] = result;
    }

    /// <summary>
    /// Writes values at a site. All are computed before the first is written: one of them may read, at this element, the variable that
    /// another one updates in place.
    /// </summary>
    public void Store(IEnumerable<Store> stores, Site site, List<Expression> code)
    {
        Store[] all = [.. stores];
        foreach (Store store in all)
        {
            Value(store.Value, site, code);
        }
        foreach (Store store in all)
        {
            Store(store, site, code);
        }
    }

    /// <summary>Writes a value at a site.</summary>
    public void Store(Store store, Site site, List<Expression> code)
    {
        Expression[] registers = Value(store.Value, site, code);
        bool mask = body.Values[store.Value].IsBool;
        for (int part = 0; part < (site.Step(store.Access) == InnerStep.None ? 1 : site.Parts); part++)
        {
            Expression address = site.Address(store.Access, part);
            Expression? count = site.Step(store.Access) == InnerStep.None ? Expression.Constant(1) : Count(site, part);
            code.Add(count is null
                ? writer.Call(mask ? nameof(KernelRuntime.StoreMask) : nameof(KernelRuntime.Store), address, registers[part])
                : writer.Call(
                    mask ? nameof(KernelRuntime.StoreMaskPartial) : nameof(KernelRuntime.StorePartial), address, registers[part], count));
        }
    }

    /// <summary>How many lanes of a part are in use, or null when all are.</summary>
    public Expression? Count(Site site, int part) => site.Counts?[part] ?? (site.Rest is null ? null : writer.PartCount(site.Rest, part));

    private Expression[] Operation(Value value, Site site, List<Expression> code)
    {
        if (Fused(value, site, code) is { } fused)
        {
            return fused;
        }
        MethodInfo method = callsFunctions && IsFunction(value)
            ? Simd.Runtime(value.Inputs.Count == 1 ? nameof(KernelRuntime.Unary) : nameof(KernelRuntime.Binary), value.Operator!)
            : Simd.Apply(value.Operator!);
        return Lanewise(value, site, code, (part, args) => Expression.Call(method, args));
    }

    private static bool IsFunction(Value value) => value.Kind == ValueKind.Operation && !RowCache.IsCheap(value.Operator!);

    /// <summary>
    /// a·b + c, a·b − c and c − a·b by the multiply-add of the machine (one rounding where it fuses, two elsewhere), where a·b is used
    /// nowhere else.
    /// </summary>
    private Expression[]? Fused(Value value, Site site, List<Expression> code)
    {
        bool add = value.Operator == typeof(AddOperator), subtract = value.Operator == typeof(SubtractOperator);
        if (!add && !subtract)
        {
            return null;
        }
        for (int side = 0; side < 2; side++)
        {
            int product = value.Inputs[side], other = value.Inputs[1 - side];
            Value p = body.Values[product];
            if (p.Operator != typeof(MultiplyOperator) || uses[product] != 1 || site.Known.ContainsKey(product))
            {
                continue;
            }
            Expression[] a = Value(p.Inputs[0], site, code), b = Value(p.Inputs[1], site, code), c = Value(other, site, code);
            return [.. Enumerable.Range(0, site.Parts).Select(i => (Expression)writer.Call(nameof(KernelRuntime.MultiplyAdd),
                subtract && side == 1 ? Negate(a[i]) : a[i], b[i], subtract && side == 0 ? Negate(c[i]) : c[i]))];
        }
        return null;
    }

    private MethodCallExpression Negate(Expression x) => Expression.Call(Simd.Apply(typeof(NegateOperator)), x);

    private Expression[] Lanewise(Value value, Site site, List<Expression> code, Func<int, Expression[], Expression> combine)
    {
        Expression[][] inputs = [.. value.Inputs.Select(i => Value(i, site, code))];
        return [.. Enumerable.Range(0, site.Parts).Select(part => combine(part, [.. inputs.Select(r => r[part])]))];
    }

    private Expression[] Load(Value value, Site site)
    {
        DType memory = body.Memory[value.Access];
        InnerStep step = site.Step(value.Access);
        if (step == InnerStep.None)
        {
            return Repeat(LoadPart(value, memory, site, step, 0, Expression.Constant(1)), site.Parts);
        }
        return [.. Enumerable.Range(0, site.Parts).Select(part => LoadPart(value, memory, site, step, part, Count(site, part)))];
    }

    private MethodCallExpression LoadPart(Value value, DType memory, Site site, InnerStep step, int part, Expression? count)
    {
        Expression address = site.Address(value.Access, part);
        Expression all = Expression.Constant(Simd.Lanes);
        if (value.IsBool)
        {
            return step switch
            {
                InnerStep.One when count is null => writer.Call(nameof(KernelRuntime.LoadMask), address),
                InnerStep.One => writer.Call(nameof(KernelRuntime.LoadMaskPartial), address, count!),
                InnerStep.None => writer.Call(nameof(KernelRuntime.LoadMaskStrided), address, KernelWriter.Long(0), all),
                _ => writer.Call(nameof(KernelRuntime.LoadMaskStrided), address, site.Stride(value.Access), count ?? all),
            };
        }
        if (memory != body.Type)
        {
            Expression stride = step switch
            {
                InnerStep.None =>
                KernelWriter.Long(0),
                InnerStep.One => KernelWriter.Long(1),
                _ => site.Stride(value.Access)
            };
            return Expression.Call(Simd.Runtime(nameof(KernelRuntime.LoadConverted), memory.ClrType), address, stride, count ?? all);
        }
        return step switch
        {
            InnerStep.None => writer.Call(nameof(KernelRuntime.LoadBroadcast), address),
            InnerStep.One when count is null => writer.Call(nameof(KernelRuntime.Load), address),
            InnerStep.One => writer.Call(nameof(KernelRuntime.LoadPartial), address, count!),
            _ when count is null => writer.Call(nameof(KernelRuntime.LoadStrided), address, site.Stride(value.Access)),
            _ => writer.Call(nameof(KernelRuntime.LoadStridedPartial), address, site.Stride(value.Access), count!),
        };
    }

    /// <summary>Keeps registers in locals, one assignment for registers that are the same.</summary>
    private Expression[] Named(Expression[] registers, Site site, List<Expression> code, string prefix, int index)
    {
        var locals = new Expression[registers.Length];
        for (int part = 0; part < registers.Length; part++)
        {
            locals[part] = part > 0 && ReferenceEquals(registers[part], registers[part - 1])
                ? locals[part - 1]
                : writer.Assign(code, registers[part], $"{prefix}{index}");
        }
        return locals;
    }

    private static Expression[] Repeat(Expression register, int parts)
    {
        var result = new Expression[parts];
        Array.Fill(result, register);
        return result;
    }
}
