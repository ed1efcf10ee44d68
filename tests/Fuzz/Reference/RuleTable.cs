namespace NeuralJit.Fuzz;

/// <summary>How the reference computes a node from its inputs.</summary>
internal delegate Approx Rule(Node node, Approx[] inputs);

/// <summary>A rule for each op.</summary>
internal sealed class RuleTable
{
    private readonly Dictionary<Type, Rule> rules = [];

    /// <summary>The ops that have a rule.</summary>
    public IReadOnlyCollection<Type> Ops => rules.Keys;

    /// <summary>The rule of an op.</summary>
    public Rule Of(Op op) => rules.TryGetValue(op.GetType(), out Rule? rule) ? rule
        : throw new NotSupportedException($"the reference has no rule for {op.GetType().Name}: add one in tests/Fuzz/Reference");

    /// <summary>Adds a rule.</summary>
    public RuleTable Add<TOp>(Func<TOp, Node, Approx[], Approx> rule)
        where TOp : Op
    {
        rules.Add(typeof(TOp), (node, inputs) => rule((TOp)node.Op, node, inputs));
        return this;
    }

    /// <summary>Adds a rule that needs nothing but the inputs.</summary>
    public RuleTable Add<TOp>(Func<Approx[], Approx> rule)
        where TOp : Op => Add<TOp>((_, _, inputs) => rule(inputs));

    /// <summary>Adds a function of each element.</summary>
    public RuleTable Each<TOp>(Func<Arithmetic, Num, Num> function, Func<long, DType, long>? ofIntegers = null)
        where TOp : Op => Add<TOp>((_, _, x) => x[0].DType.IsFloat ? x[0].Each(function) : Integers(x[0], ofIntegers!));

    /// <summary>Adds a function of each pair of elements.</summary>
    public RuleTable Pairs<TOp>(Func<Arithmetic, Num, Num, Num> function, Func<long, long, DType, long>? ofIntegers = null)
        where TOp : Op => Add<TOp>(
            (_, _, x) => x[0].DType.IsFloat ? Maths.Pairwise(x[0], x[1], function) : Integers(x[0], x[1], x[0].DType, ofIntegers!));

    /// <summary>A function of each pair of integers.</summary>
    public static Approx Integers(Approx a, Approx b, DType result, Func<long, long, DType, long> function)
    {
        Shape shape = Shape.Broadcast(a.Shape, b.Shape)!;
        Approx left = a.BroadcastTo(shape), right = b.BroadcastTo(shape);
        var y = new Approx(new TensorType(result, shape));
        for (int i = 0; i < y.Count; i++)
        {
            y.Errors[i] = Math.Max(left.Errors[i], right.Errors[i]);
            y.Integers[i] = Elements.Wrapped(function(left.Integers[i], right.Integers[i], a.DType), result);
        }
        return y;
    }

    private static Approx Integers(Approx x, Func<long, DType, long> function)
    {
        var y = new Approx(x.Type);
        for (int i = 0; i < y.Count; i++)
        {
            y.Errors[i] = x.Errors[i];
            y.Integers[i] = Elements.Wrapped(function(x.Integers[i], x.DType), x.DType);
        }
        return y;
    }
}
