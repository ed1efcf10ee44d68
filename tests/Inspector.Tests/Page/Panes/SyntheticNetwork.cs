namespace NeuralJit.Inspection.Tests;

/// <summary>
/// The training step of a network of equal layers, as the compiler would report it: a product with bias and relu per layer, then going back
/// a product for the weight's gradient with the update, and one for the layer before. Sizes are whole numbers that a test can compute by
/// hand.
/// </summary>
internal sealed class SyntheticNetwork
{
    private readonly List<SyntheticValue> values = [];
    private readonly List<SyntheticKernel> kernels = [];
    private readonly int batch, width;

    /// <summary>Traces <paramref name="layers"/> layers of <paramref name="width"/> × <paramref name="width"/> weights.</summary>
    public SyntheticNetwork(int layers, int batch, int width)
    {
        (Layers, this.batch, this.width) = (layers, batch, width);
        SyntheticValue x = Add("input", "input", [batch, width], [], "") with { Name = "x0" };
        values[^1] = x;
        var inputs = new List<SyntheticValue>();
        for (int i = 0; i < layers; i++)
        {
            inputs.Add(x);
            x = Forward(i, x);
        }

        for (int i = layers - 1; i >= 0; i--)
            x = Backward(i, inputs[i], x);
    }

    /// <summary>The number of layers.</summary>
    public int Layers { get; }

    /// <summary>All values in order; the id of each is its position.</summary>
    public IReadOnlyList<SyntheticValue> Values => values;

    /// <summary>All kernels in the order in which they run.</summary>
    public IReadOnlyList<SyntheticKernel> Kernels => kernels;

    /// <summary>The ids of the new weights, in the order of the updates.</summary>
    public IEnumerable<SyntheticValue> Updates => values.Where(v => v.Updates is not null);

    /// <summary>The number of weights and biases.</summary>
    public int Parameters => Layers * ((width * width) + width);

    /// <summary>The same network run op by op: each op is a kernel that reads all its inputs.</summary>
    public SyntheticNetwork OneKernelPerOp()
    {
        var result = new SyntheticNetwork(Layers, batch, width);
        result.kernels.Clear();
        foreach (SyntheticValue value in result.values.Where(v => v.Kind == "op"))
            result.Kernel(value.Op, "library", [value], [.. value.Inputs.Distinct().Select(i => result.values[i])], [value]);
        return result;
    }

    private SyntheticValue Forward(int layer, SyntheticValue x)
    {
        string module = $"body.layer{layer}";
        SyntheticValue weight = Variable($"{module}.weight", [width, width]);
        SyntheticValue bias = Variable($"{module}.bias", [width]);
        SyntheticValue product = Add("matmul", "op", [batch, width], [x, weight], module, 2 * batch * width * width);
        SyntheticValue sum = Add("add", "op", [batch, width], [product, bias], module, batch * width);
        SyntheticValue y = Add("relu", "op", [batch, width], [sum], module, batch * width);
        Kernel("matmul_add_relu", "contraction", [product, sum, y], [x, weight, bias], [y]);
        return y;
    }

    private SyntheticValue Backward(int layer, SyntheticValue x, SyntheticValue dy)
    {
        string module = $"body.layer{layer}";
        SyntheticValue weight = values.Single(v => v.Name == $"{module}.weight");
        SyntheticValue product = Add("matmul", "op", [width, width], [x, dy], module, 2 * batch * width * width, gradient: true);
        SyntheticValue step = Add("mul", "op", [width, width], [product], module, width * width, gradient: true);
        SyntheticValue updated = Add(
            "sub", "op", [width, width], [weight, step], module, width * width, gradient: true) with
        { Updates = weight.Name };
        values[^1] = updated;
        SyntheticValue dx = Add("matmul", "op", [batch, width], [dy, weight], module, 2 * batch * width * width, gradient: true);
        Kernel("matmul", "library", [dx], [dy, weight], [dx]);
        Kernel("matmul_mul_sub", "contraction", [product, step, updated], [x, dy, weight], [updated]);
        return dx;
    }

    private SyntheticValue Variable(string name, int[] shape)
    {
        SyntheticValue value = Add("parameter", "variable", shape, [], "") with { Name = name };
        return values[^1] = value;
    }

    private SyntheticValue Add(
        string op, string kind, int[] shape, SyntheticValue[] inputs, string module, long flops = 0, bool gradient = false)
    {
        var value = new SyntheticValue(values.Count, op, kind, shape, [.. inputs.Select(i => i.Id)], module, flops, gradient);
        values.Add(value);
        return value;
    }

    private void Kernel(string name, string kind, SyntheticValue[] nodes, SyntheticValue[] loads, SyntheticValue[] stores) =>
        kernels.Add(new($"k{kernels.Count}_{name}", kind, nodes, loads, stores));
}

/// <summary>A value of the network.</summary>
internal sealed record SyntheticValue(int Id, string Op, string Kind, int[] Shape, int[] Inputs, string Module, long Flops, bool Gradient)
{
    /// <summary>The name of an input or variable.</summary>
    public string? Name { get; init; }

    /// <summary>The variable whose new value this is.</summary>
    public string? Updates { get; init; }

    /// <summary>The size of the value in memory.</summary>
    public long Bytes => 4L * Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>The type as text.</summary>
    public string Type => $"f32[{string.Join(',', Shape)}]";
}

/// <summary>A kernel of the network.</summary>
internal sealed record SyntheticKernel(string Name, string Kind, SyntheticValue[] Nodes, SyntheticValue[] Loads, SyntheticValue[] Stores)
{
    /// <summary>Operations of all nodes.</summary>
    public long Flops => Nodes.Sum(n => n.Flops);

    /// <summary>Bytes of all operands.</summary>
    public long BytesRead => Loads.Sum(l => l.Bytes);

    /// <summary>Bytes of all results.</summary>
    public long BytesWritten => Stores.Sum(s => s.Bytes);
}
