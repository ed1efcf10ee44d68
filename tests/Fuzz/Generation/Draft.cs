namespace NeuralJit.Fuzz;

/// <summary>A graph in the making: the values so far with what the reference says about them, and the choices of a seed.</summary>
internal sealed partial class Draft
{
    private const int MostRank = 6;
    private const double MostMagnitude = 1e5;
    private const double MostUnknown = 0.2;
    private const long MostOperations = 2_000_000;

    private static readonly double[] Constants = [0, 1, -1, 2, 0.5, -0.25, 3, 0.1, 1.5, -0.0];

    private readonly Dictionary<Node, Approx> known = new(ReferenceEqualityComparer.Instance);
    private readonly List<Node> values = [];
    private readonly int mostElements;
    private readonly int[] palette;

    public Draft(int seed)
    {
        Random = new Random(seed);
        Main = OneIn(4) ? DType.Float64 : DType.Float32;
        Special = OneIn(8);
        mostElements = OneIn(40) ? 20_000 : OneIn(3) ? 200 : 2000;
        palette = [.. Enumerable.Range(0, 3).Select(_ => OneOfAllExtents())];
    }

    /// <summary>The choices.</summary>
    public Random Random { get; }

    /// <summary>The element type of most values.</summary>
    public DType Main { get; }

    /// <summary>Whether leaves hold NaN, infinities, negative zeros and the ends of the ranges.</summary>
    public bool Special { get; }

    /// <summary>Whether random numbers are drawn.</summary>
    public bool HasRandom { get; private set; }

    /// <summary>The values, in the order in which they were made.</summary>
    public IReadOnlyList<Node> Values => values;

    /// <summary>Whether an argument may leave the part of a function's domain where it is tame.</summary>
    public bool Wild => OneIn(8);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Random.Next(times) == 0;

    /// <summary>One of some choices.</summary>
    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Random.Next(choices.Length)];

    /// <summary>A number for a formula.</summary>
    public double Constant() => Of(Constants);

    /// <summary>Says that a value draws random numbers.</summary>
    public Node Draws(Node node)
    {
        HasRandom = true;
        return node;
    }

    /// <summary>What the reference says about a value; whatever it is made of is evaluated first.</summary>
    public Approx ValueOf(Node node)
    {
        if (!known.ContainsKey(node))
        {
            foreach (Node next in TopologicalOrder.Of([node], known.ContainsKey))
            {
                if (!known.ContainsKey(next))
                {
                    known[next] = next.Op is VariableRead read ? Approx.Of(read.Variable.Value) : Reference.Evaluate(next, n => known[n]);
                }
            }
        }
        return known[node];
    }

    /// <summary>Takes a value into the draft if it is small, tame, and known well enough to tell right from wrong.</summary>
    public bool Accept(Node node)
    {
        if (node.Rank > MostRank || !IsSmall(node))
        {
            return false;
        }
        Approx value = ValueOf(node);
        if (value.UnknownShare > MostUnknown || value.DType.IsFloat && value.Greatest > MostMagnitude && !Special)
        {
            return false;
        }
        if (!values.Contains(node, ReferenceEqualityComparer.Instance))
        {
            values.Add(node);
        }
        return true;
    }

    /// <summary>Whether all that is new in a value is quickly evaluated.</summary>
    public bool IsSmall(Node node) =>
        TopologicalOrder.Of([node], known.ContainsKey)
            .All(n => known.ContainsKey(n) || n.Shape.Count <= 2 * mostElements && n.Op.Flops(n) <= MostOperations);

    /// <summary>A value of any type.</summary>
    public Node Any(int leastRank = 0) => Existing(n => n.Rank >= leastRank) ?? Leaf(new TensorType(LeafType().DType, Shape(leastRank, 4)));

    /// <summary>A value that is computed with.</summary>
    public Node Float(int leastRank = 0) =>
        Existing(n => n.DType.IsComputeFloat && n.Rank >= leastRank && (n.DType == Main || OneIn(4)))
            ?? Leaf(new TensorType(Main, Shape(leastRank, 4)));

    /// <summary>A value of integers.</summary>
    public Node Whole() => Existing(n => n.DType.IsInteger)
        ?? Leaf(new TensorType(
            Of(DType.Int64, DType.Int32, DType.Int16, DType.Int8, DType.UInt64, DType.UInt32, DType.UInt16, DType.UInt8), Shape(0, 3)));

    /// <summary>A value of bools.</summary>
    public Node Mask() =>
        Existing(n => n.DType == DType.Bool) ?? (OneIn(2) ? Float() > 0.25 : Leaf(new TensorType(DType.Bool, Shape(0, 3))));

    /// <summary>A batch with channels and one to three spatial dimensions.</summary>
    public Node Image()
    {
        if (Existing(n => n.DType == Main && n.Rank is >= 3 and <= 5) is { } image)
        {
            return image;
        }
        int rank = Of(1, 2, 2, 2, 3);
        int[] extents = [Of(1, 1, 2, 3), Random.Next(1, 6),
            .. Enumerable.Range(0, rank).Select(_ => rank == 1 && OneIn(2) ? Extent() : Random.Next(1, rank == 3 ? 5 : 10))];
        return Shaped(Fitted(extents), Main);
    }

    /// <summary>A value that broadcasts with another: another value, a leaf of some of its extents, or a constant.</summary>
    public Node Partner(Node a)
    {
        if (!OneIn(3) && Existing(n => n.DType == a.DType && NeuralJit.Shape.Broadcast(n.Shape, a.Shape) is { } y && y.Count <= mostElements
            && y.Rank <= MostRank) is { } b)
        {
            return b;
        }
        int drop = OneIn(3) ? Random.Next(a.Rank + 1) : 0;
        int[] extents = [.. a.Shape.Extents[drop..].ToArray().Select(e => OneIn(4) ? 1 : e)];
        return Shaped(NeuralJit.Shape.Create(extents), a.DType);
    }

    /// <summary>A mask that broadcasts to a shape: what was compared before, or one of its own.</summary>
    public Node MaskFor(Shape shape) =>
        Existing(n => n.DType == DType.Bool && n.Shape.BroadcastsTo(shape))
        ?? (Existing(n => n.DType.IsComputeFloat && n.Shape.BroadcastsTo(shape)) is { } x && OneIn(2) ? x > Of(0.25, 0, -0.5)
            : Leaf(new TensorType(DType.Bool,
                NeuralJit.Shape.Create([.. shape.Extents[Random.Next(shape.Rank + 1)..].ToArray().Select(e => OneIn(4) ? 1 : e)]))));

    // Late values are taken more often than early ones, so that graphs are deep; now and then nothing, so that a leaf is made.
    private Node? Existing(Func<Node, bool> fits)
    {
        if (OneIn(12))
        {
            return null;
        }
        Node[] fitting = [.. values.Where(fits)];
        return fitting.Length == 0 ? null : fitting[Math.Max(Random.Next(fitting.Length), Random.Next(fitting.Length))];
    }
}
