using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>Writes the nodes of a group as a body.</summary>
internal sealed class BodyBuilder
{
    private readonly Group group;
    private readonly HashSet<Node> stored;
    private readonly DType type;
    private readonly List<Access> accesses;
    private readonly List<Value> values = [];
    private readonly List<Store> stores = [];
    private readonly Dictionary<Node, int> valueOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, int> constants = [];

    private BodyBuilder(Group group, HashSet<Node> stored, ReadOnlySpan<Access> operands)
    {
        this.group = group;
        this.stored = stored;
        type = group.KernelType ?? DType.Float32;
        accesses = [.. operands];
    }

    /// <summary>
    /// The body of a group; the nodes in <paramref name="stored"/> are written to memory. Its first accesses are the operands of a
    /// contraction.
    /// </summary>
    public static GroupBody Build(Group group, HashSet<Node> stored, params ReadOnlySpan<Access> operands)
    {
        var builder = new BodyBuilder(group, stored, operands);
        foreach (Node node in group.Nodes)
        {
            builder.Add(node);
        }
        return new GroupBody(new KernelBody(
            builder.type, [.. builder.accesses.Select(a => a.DType)], [.. builder.values], [.. builder.stores]), builder.accesses);
    }

    private void Add(Node node)
    {
        bool full = group.Full.Contains(node);
        int value = node.Op switch
        {
            var op when Contractions.IsContraction(op) => Emit(new Value(ValueKind.Accumulator) { IsFull = true }),
            ReduceOp reduce => Emit(
                new Value(ValueKind.Reduction) { Operator = reduce.Reducer, Inputs = [Input(node, 0, full: true, node.Inputs[0].Shape)] }),
            UnaryOp unary => Emit(Operation(unary.Operator, node, full)),
            BinaryOp binary => Emit(Operation(binary.Operator, node, full)),
            Select => Emit(new Value(ValueKind.Select) { Inputs = Inputs(node, full) }),
            Cast => Converted(node, full),
            _ => throw new InvalidOperationException($"{node.Op.Name} cannot be part of a generated kernel"),
        };
        valueOf[node] = value;
        if (stored.Contains(node))
        {
            // A reduced axis that is kept has extent 1: one element is stored for all of the domain's, not one beside the other.
            long[] strides = Views.StridesOn(Layout.Dense(node.Shape), node.Shape);
            int access = AddAccess(new Access(node, node.DType, 0, OnDomain(node.Shape, full, strides)));
            stores.Add(new Store(value, access, full));
        }
    }

    private Value Operation(Type type, Node node, bool full) =>
        new(ValueKind.Operation) { Operator = type, Inputs = Inputs(node, full), IsBool = node.DType == DType.Bool };

    /// <summary>A cast of something in memory is a converting load; a mask of this kernel becomes 1 and 0.</summary>
    private int Converted(Node node, bool full)
    {
        Node input = node.Inputs[0];
        if (valueOf.TryGetValue(Views.Source(input), out int known))
        {
            return values[known].IsBool
                ? Emit(new Value(ValueKind.Select) { Inputs = [known, Constant(1), Constant(0)] })
                : known;
        }
        return Load(input, full, node.Shape, asMask: false);
    }

    private IntList Inputs(Node node, bool full)
    {
        int[] result = new int[node.Inputs.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Input(node, i, full, node.Shape);
        }
        return [.. result];
    }

    private int Input(Node node, int index, bool full, Shape shape)
    {
        Node input = node.Inputs[index];
        if (valueOf.TryGetValue(Views.Source(input), out int known))
        {
            return known;
        }
        return input.UniformConstant is { } number && input.DType == type
            ? Constant(number)
            : Load(input, full, shape, input.DType == DType.Bool);
    }

    private int Constant(double number)
    {
        long key = BitConverter.DoubleToInt64Bits(number);
        if (!constants.TryGetValue(key, out int value))
        {
            constants[key] = value = Emit(new Value(ValueKind.Constant) { Bits = key });
        }
        return value;
    }

    /// <summary>
    /// A load; one that reads the same elements in the same way is taken again (a bool can be read as a mask and as a number).
    /// </summary>
    private int Load(Node input, bool full, Shape shape, bool asMask)
    {
        (Node source, Layout layout) = Views.Resolve(input);
        var access = new Access(source, source.DType, layout.Offset, OnDomain(shape, full, Views.StridesOn(layout, shape)));
        int known = values.FindIndex(v => v.Kind == ValueKind.Load && v.IsBool == asMask && accesses[v.Access].IsSameAs(access));
        return known >= 0 ? known : Emit(new Value(ValueKind.Load) { Access = AddAccess(access), IsBool = asMask });
    }

    private long[] OnDomain(Shape shape, bool full, long[] strides) =>
        full ? strides : Views.SpreadOver(group.Domain, group.Reduced ?? default, shape.Rank, strides);

    private int AddAccess(Access access)
    {
        accesses.Add(access);
        return accesses.Count - 1;
    }

    private int Emit(Value value)
    {
        values.Add(value);
        return values.Count - 1;
    }
}
