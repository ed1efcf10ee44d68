using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A random function of a few small tensors, from a seed: element-wise ops, reductions, views, products, composites, selects, casts.</summary>
internal sealed class RandomGraph
{
    private const int MostElements = 4000;

    private readonly Random random;
    private readonly List<Node> values = [];

    private RandomGraph(int seed) => random = new Random(seed);

    /// <summary>The function as a graph with its inputs: two values, and the gradients of a random projection of the first.</summary>
    public static (Graph Graph, TensorData[] Inputs) Make(int seed)
    {
        var maker = new RandomGraph(seed);
        DType dtype = seed % 5 == 4 ? DType.Float64 : DType.Float32;
        TensorData[] inputs = maker.Inputs(dtype);
        Graph graph = Programs.Trace(maker.Build, inputs);
        return (graph, inputs);
    }

    /// <summary>The same with states in place of inputs, each of which gets one of the values (or something near its own) as its new value.</summary>
    public static (Graph Graph, State[] States) MakeWithUpdates(int seed)
    {
        var maker = new RandomGraph(seed);
        State[] states = [.. maker.Inputs(DType.Float32).Select((data, i) => new State(data, $"s{i}"))];
        Graph graph = Programs.Trace(_ => maker.BuildUpdates(states), []);
        return (graph, states);
    }

    private Node[] BuildUpdates(State[] states)
    {
        values.AddRange(states.Select(s => s.Read()));
        Grow(random.Next(4, 12));
        foreach (State state in states)
        {
            Node[] fitting = [.. values.Where(v => v.Type == state.Type)];
            Node value = fitting[random.Next(fitting.Length)];
            Trace.Current!.Update(state, random.Next(3) == 0 ? (value * 0.5) + (values[Array.IndexOf(states, state)] * 0.4) : value);
        }
        return random.Next(2) == 0 ? [] : [values[^1], values[random.Next(states.Length)]];
    }

    private TensorData[] Inputs(DType dtype)
    {
        int m = random.Next(1, 8), k = random.Next(1, 20), n = random.Next(1, 8);
        Shape[] shapes = [[m, k], [k], [m, 1], [k, n], [n, m, k]];
        return [.. shapes.Select((shape, i) =>
        {
            TensorData data = Samples.Uniform(shape, -1.5, 1.5, random.Next());
            return dtype == DType.Float64 ? Float64Graph.InFloat64(data) : data;
        })];
    }

    private Node[] Build(Node[] inputs)
    {
        values.AddRange(inputs);
        Grow(random.Next(5, 14));
        Node y = values[^1], other = values[^2];
        Node weights = Node.Constant(Samples.Uniform(y.Shape, 0.2, 1, seed: 3)).Cast(y.DType);
        return [y, other, .. Gradients.TryOf([y], [weights], inputs).OfType<Node>()];
    }

    private void Grow(int count)
    {
        for (int wanted = values.Count + count; values.Count < wanted;)
        {
            Node next = Next();
            if (next.Shape.Count is > 0 and <= MostElements)
            {
                values.Add(next);
            }
        }
    }

    private Node Next() => random.Next(12) switch
    {
        0 or 1 => Unary(Any()),
        2 or 3 or 4 => Binary(),
        5 => Reduction(Any()),
        6 or 7 => View(Any()),
        8 => Product(),
        9 => Composite(Any()),
        10 => Masked(),
        _ => Joined(),
    };

    // Late values are taken more often than early ones, so that graphs are deep.
    private Node Any() => values[Math.Max(random.Next(values.Count), random.Next(values.Count))];

    private Node Unary(Node x) => random.Next(12) switch
    {
        0 => x.Tanh(),
        1 => x.Sigmoid(),
        2 => (x * 0.3).Exp(),
        3 => x.Abs(),
        4 => (x.Square() + 0.5).Sqrt(),
        5 => (x.Square() + 0.5).Log(),
        6 => x.Gelu(),
        7 => -x,
        8 => x.Sin(),
        9 => x.Erf(),
        10 => (x.Abs() + 1).Reciprocal(),
        _ => x.Relu(),
    };

    private Node Binary()
    {
        Node a = Any(), b = Partner(a);
        return random.Next(8) switch
        {
            0 or 1 => a + b,
            2 or 3 => a * b,
            4 => a - b,
            5 => a / (b.Abs() + 1),
            6 => a.Maximum(b),
            _ => a.Minimum(b),
        };
    }

    // Another value that broadcasts with the first, or a slice of it that does.
    private Node Partner(Node a)
    {
        Node[] fitting = [.. values.Where(v => Shape.Broadcast(v.Shape, a.Shape) is { Count: <= MostElements })];
        return random.Next(4) == 0 ? a * 0.5 + 1 : fitting[random.Next(fitting.Length)];
    }

    private Node Reduction(Node x)
    {
        if (x.Rank == 0)
        {
            return x * 2;
        }
        int[] axes = random.Next(4) == 0 ? [] : [random.Next(x.Rank)];
        bool keep = random.Next(2) == 0;
        return random.Next(6) switch
        {
            0 or 1 => x.Sum(axes, keep) * 0.2,
            2 => x.Mean(axes, keep),
            3 => x.Max(axes, keep),
            4 => x.LogSumExp(axes, keep),
            _ => x.Square().Mean(axes, keep),
        };
    }

    private Node View(Node x)
    {
        if (x.Rank == 0)
        {
            return x.Reshape([1]);
        }
        int axis = random.Next(x.Rank), extent = x.Shape[axis];
        return random.Next(8) switch
        {
            0 or 1 when x.Rank > 1 => x.Transpose(axis, random.Next(x.Rank)),
            2 => x.Reshape([(int)x.Shape.Count]),
            3 => x.Flip(axis),
            4 => x.Narrow(axis, random.Next(extent), 1),
            5 when extent > 2 => x.Narrow(axis, 1, extent - 2),
            6 => x.Unsqueeze(random.Next(x.Rank + 1)),
            _ => x.Unsqueeze(0).BroadcastTo([2, .. x.Shape]),
        };
    }

    private Node Product()
    {
        Node a = Any();
        Node[] fitting = [.. values.Where(v => v.Rank > 1 && a.Rank > 0 && (v.Shape[-2] == a.Shape[-1] || v.Shape[-1] == a.Shape[-1])
            && (a.Rank < 3 || v.Rank < 3 || Shape.Broadcast(Leading(a), Leading(v)) is not null))];
        if (fitting.Length == 0)
        {
            return a * a;
        }
        Node b = fitting[random.Next(fitting.Length)];
        Node y = a.MatMul(b.Shape[-2] == a.Shape[-1] ? b : b.Transpose(-1, -2)) * 0.3;
        return random.Next(2) == 0 ? y.Tanh() : y;
    }

    private static Shape Leading(Node x) => Shape.Create(x.Shape.Extents[..^2]);

    private Node Composite(Node x) => x.Rank == 0 ? x.Softplus() : random.Next(5) switch
    {
        0 or 1 => x.Softmax(random.Next(x.Rank)),
        2 => x.LogSoftmax(random.Next(x.Rank)) * 0.2,
        3 => x.LayerNorm([x.Shape[-1]], epsilon: 0.1),
        _ => x.Silu(),
    };

    private Node Masked()
    {
        Node a = Any(), b = Partner(a);
        Node mask = random.Next(3) switch { 0 => a > b, 1 => (a <= 0.2) & (b > -0.5), _ => !(a < b) };
        return random.Next(2) == 0 ? Node.Where(mask, a, b * 0.5) : mask.Cast(a.DType) * b;
    }

    private Node Joined()
    {
        Node a = Any();
        return (a.Rank, random.Next(3)) switch
        {
            (0, _) => a + 1,
            (_, 0) => Node.Concat([a, a * 2], random.Next(a.Rank)),
            (_, 1) => a.Pad(IntList.Repeat(1, a.Rank), IntList.Repeat(0, a.Rank), value: 0.5),
            _ => (a * 3).Cast(DType.Int32).Cast(a.DType) + a.Cast(DType.Float64).Cast(a.DType),
        };
    }
}
