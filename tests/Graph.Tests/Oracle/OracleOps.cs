namespace NeuralJit.Tests;

/// <summary>PyTorch's ops as NeuralJit's.</summary>
internal static class OracleOps
{
    public static readonly IReadOnlyDictionary<string, Func<OracleArguments, Node[]>> All = new Dictionary<string, Func<OracleArguments, Node[]>>
    {
        ["abs"] = a => [a[0].Abs()],
        ["exp"] = a => [a[0].Exp()],
        ["log"] = a => [a[0].Log()],
        ["sqrt"] = a => [a[0].Sqrt()],
        ["rsqrt"] = a => [a[0].Rsqrt()],
        ["reciprocal"] = a => [a[0].Reciprocal()],
        ["sin"] = a => [a[0].Sin()],
        ["cos"] = a => [a[0].Cos()],
        ["sigmoid"] = a => [a[0].Sigmoid()],
        ["erf"] = a => [a[0].Erf()],
        ["floor"] = a => [a[0].Floor()],
        ["round"] = a => [a[0].Round()],
        ["sign"] = a => [a[0].Sign()],
        ["square"] = a => [a[0].Square()],
        ["isnan"] = a => [a[0].IsNaN()],
        ["isinf"] = a => [a[0].IsInf()],
        ["add"] = a => [a[0] + a[1] * a.Number(9, "alpha", 1)],
        ["sub"] = a => [a[0] - a[1] * a.Number(9, "alpha", 1)],
        ["rsub"] = a => [a[1] - a[0] * a.Number(9, "alpha", 1)],
        ["mul"] = a => [a[0] * a[1]],
        ["div.no_rounding_mode"] = a => [a[0] / a[1]],
        ["pow"] = a => [a[0].Pow(a[1])],
        ["maximum"] = a => [a[0].Maximum(a[1])],
        ["minimum"] = a => [a[0].Minimum(a[1])],
        ["atan2"] = a => [a[0].Atan2(a[1])],
        ["eq"] = a => [a[0].Equal(a[1])],
        ["ne"] = a => [a[0].NotEqual(a[1])],
        ["lt"] = a => [a[0] < a[1]],
        ["le"] = a => [a[0] <= a[1]],
        ["gt"] = a => [a[0] > a[1]],
        ["ge"] = a => [a[0] >= a[1]],
        ["logical_and"] = a => [Truth(a[0]) & Truth(a[1])],
        ["logical_or"] = a => [Truth(a[0]) | Truth(a[1])],
        ["logical_not"] = a => [!Truth(a[0])],
        ["where"] = a => [Node.Where(a[1], a[0], a[2])],
        ["sum"] = a => [a[0].Sum(a.Ints(1, "dim"), a.Flag(2, "keepdim"))],
        ["mean"] = a => [a[0].Mean(a.Ints(1, "dim"), a.Flag(2, "keepdim"))],
        ["prod"] = a => [a[0].Prod(a.Ints(1, "dim"), a.Flag(2, "keepdim"))],
        ["amax"] = a => [a[0].Max(a.Ints(1, "dim"), a.Flag(2, "keepdim"))],
        ["amin"] = a => [a[0].Min(a.Ints(1, "dim"), a.Flag(2, "keepdim"))],
        ["logsumexp"] = a => [a[0].LogSumExp(a.Ints(1, "dim"), a.Flag(2, "keepdim"))],
        ["argmax"] = a => [a.Has(1, "dim") ? a[0].ArgMax(a.Int(1, "dim", 0), a.Flag(2, "keepdim")) : a[0].ArgMax()],
        ["argmin"] = a => [a.Has(1, "dim") ? a[0].ArgMin(a.Int(1, "dim", 0), a.Flag(2, "keepdim")) : a[0].ArgMin()],
        ["gather"] = a => [a[0].Gather(a.Int(1, "dim", 0), a[2])],
        ["index_select"] = a => [a[0].Take(a[2], a.Int(1, "dim", 0))],
        ["scatter"] = a => [a[0].Scatter(a.Int(1, "dim", 0), a[2], a[3])],
        ["scatter_add"] = a => [a[0].Scatter(a.Int(1, "dim", 0), a[2], a[3].Narrowed(a[2].Shape), ScatterMode.Add)],
        ["index_add"] = a => [a[0].ScatterRows(a[2], a[3] * a.Number(9, "alpha", 1), a.Int(1, "dim", 0), ScatterMode.Add)],
        ["softmax"] = a => [a[0].Softmax(a.Int(1, "dim", 0))],
        ["log_softmax"] = a => [a[0].LogSoftmax(a.Int(1, "dim", 0))],
        ["matmul"] = a => [a[0].MatMul(a[1])],
        ["mm"] = a => [a[0].MatMul(a[1])],
        ["mv"] = a => [a[0].MatMul(a[1])],
        ["broadcast_to"] = a => [a[0].BroadcastTo(Shape.Create(a.Ints(1, "size")))],
        ["cat"] = a => [Node.Concat(a.Nodes(0), a.Int(1, "dim", 0))],
        ["stack"] = a => [Node.Stack(a.Nodes(0), a.Int(1, "dim", 0))],
        ["chunk"] = a => a[0].Chunk(a.Int(1, "chunks", 1), a.Int(2, "dim", 0)),
        ["split"] = a => a[0].Split(a.Int(1, "size", 1), a.Int(2, "dim", 0)),
        ["split.list_args"] = a => a[0].Split(a.Ints(1, "sizes"), a.Int(2, "dim", 0)),
        ["split_with_sizes"] = a => a[0].Split(a.Ints(1, "sizes"), a.Int(2, "dim", 0)),
        ["narrow"] = a => [a[0].Narrow(a.Int(1, "dim", 0), a.Int(2, "start", 0), a.Int(3, "length", 0))],
        ["permute"] = a => [a[0].Permute(a.Ints(1, "dims"))],
        ["transpose"] = a => [a[0].Transpose(a.Int(1, "dim0", 0), a.Int(2, "dim1", 0))],
        ["reshape"] = a => [a[0].Reshape(a.Ints(1, "shape"))],
        ["view"] = a => [a[0].Reshape(a.Ints(1, "shape"))],
        ["flatten"] = a => [a[0].Flatten(a.Int(1, "start_dim", 0), a.Int(2, "end_dim", -1))],
        ["unsqueeze"] = a => [a[0].Unsqueeze(a.Int(1, "dim", 0))],
        ["flip"] = a => [a.Ints(1, "dims") is { Length: > 0 } dims ? a[0].Flip(dims) : a[0]],
        ["nn.functional.relu"] = a => [a[0].Relu()],
        ["nn.functional.silu"] = a => [a[0].Silu()],
        ["nn.functional.leaky_relu"] = a => [a[0].LeakyRelu(a.Number(1, "negative_slope", 0.01))],
        ["nn.functional.elu"] = a => [a[0].Elu(a.Number(1, "alpha", 1))],
        ["nn.functional.mse_loss"] = a => [a[0].MseLoss(a[1], a.Reduction)],
        ["nn.functional.linear"] = a => [a[0].Linear(a[1], a.Tensor(2, "bias"))],
        ["nn.functional.embedding"] = a => [a[0].Take(a[1])],
        ["nn.functional.layer_norm"] = a => [a[0].LayerNorm(Shape.Create(a.Ints(1, "shape")), a.Tensor(2, "weight"), a.Tensor(3, "bias"), a.Number(4, "eps", 1e-5))],
        ["nn.functional.cross_entropy"] = a => [a[0].CrossEntropy(a[1], a.Reduction, a.Int(9, "ignore_index", -100), weight: a.Tensor(9, "weight"))],
        ["nn.functional.binary_cross_entropy_with_logits"] = a => [a[0].BinaryCrossEntropyWithLogits(a[1], a.Reduction)],
        ["nn.functional.pad.constant"] = a => [Padded(a[0], a.Ints(1, "pad"), a.Number(3, "value", 0))],
    };

    // Numbers are true unless they are 0.
    private static Node Truth(Node x) => x.Cast(DType.Bool);

    // torch.scatter_add reads only as many updates as there are indices.
    private static Node Narrowed(this Node x, Shape shape)
    {
        for (int i = 0; i < shape.Rank; i++)
        {
            x = x.Narrow(i, 0, shape[i]);
        }
        return x;
    }

    // PyTorch counts paddings from the last dimension on.
    private static Node Padded(Node x, int[] pairs, double value)
    {
        int[] low = new int[x.Rank], high = new int[x.Rank];
        for (int i = 0; i < pairs.Length / 2; i++)
        {
            (low[^(i + 1)], high[^(i + 1)]) = (pairs[2 * i], pairs[(2 * i) + 1]);
        }
        return x.Pad(IntList.Create(low), IntList.Create(high), null, value);
    }
}
