namespace NeuralJit.Oracle.Tests;

/// <summary>Sums, means, extremes, variances, norms and products of matrices.</summary>
internal static class ReductionOps
{
    public static OpRows All => new OpRows
    {
        { "reduction/sum", c => c[0].Sum(Dims(c), c.Flag("keepdim")) },
        { "reduction/mean", c => c[0].Mean(Dims(c), c.Flag("keepdim")) },
        { "reduction/amax", c => c[0].Max(Dims(c), c.Flag("keepdim")) },
        { "reduction/amin", c => c[0].Min(Dims(c), c.Flag("keepdim")) },
        { "reduction/var", c => c[0].Variance(Dims(c), c.Flag("keepdim")) },
        { "reduction/var_biased", c => c[0].Variance(Dims(c), c.Flag("keepdim"), unbiased: false) },
        { "reduction/std", c => c[0].Variance(Dims(c), c.Flag("keepdim")).Sqrt() },
        { "reduction/logsumexp", c => c[0].LogSumExp(Dims(c), c.Flag("keepdim")) },
        { "reduction/norm1", c => c[0].Abs().Sum(Dims(c), c.Flag("keepdim")) },
        { "reduction/norm2", c => c[0].Square().Sum(Dims(c), c.Flag("keepdim")).Sqrt() },
        { "reduction/norm3", c => c[0].Abs().Pow(3).Sum(Dims(c), c.Flag("keepdim")).Pow(1.0 / 3) },
        { "reduction/norm_inf", c => c[0].Abs().Max(Dims(c), c.Flag("keepdim")) },
        { "reduction/prod", c => c[0].Prod(c.Int(9, "dim", 0), c.Flag("keepdim")) },
        { "reduction/max", c =>
            (Node[])[c[0].Max(c.Int(9, "dim", 0), c.Flag("keepdim")), c[0].ArgMax(c.Int(9, "dim", 0), c.Flag("keepdim"))] },
        { "reduction/min", c =>
            (Node[])[c[0].Min(c.Int(9, "dim", 0), c.Flag("keepdim")), c[0].ArgMin(c.Int(9, "dim", 0), c.Flag("keepdim"))] },
        { "reduction/argmax", c => c[0].ArgMax(c.Int(9, "dim", 0), c.Flag("keepdim")) },
        { "reduction/argmin", c => c[0].ArgMin(c.Int(9, "dim", 0), c.Flag("keepdim")) },
        { "sum_all", c => c[0].Sum() },
        { "mean_all", c => c[0].Mean() },
        { "opinfo/sum", c => c[0].Sum(c.Ints(1, "dim"), c.Flag(2, "keepdim")) },
        { "opinfo/mean", c => c[0].Mean(c.Ints(1, "dim"), c.Flag(2, "keepdim")) },
        { "opinfo/prod", c => c[0].Prod(c.Ints(1, "dim"), c.Flag(2, "keepdim")) },
        { "opinfo/amax", c => c[0].Max(c.Ints(1, "dim"), c.Flag(2, "keepdim")) },
        { "opinfo/amin", c => c[0].Min(c.Ints(1, "dim"), c.Flag(2, "keepdim")) },
        { "opinfo/logsumexp", c => c[0].LogSumExp(c.Ints(1, "dim"), c.Flag(2, "keepdim")) },
        { "opinfo/var", c => Variance(c) },
        { "opinfo/std", c => Variance(c).Sqrt() },
        { "opinfo/var_mean", c => (Node[])[Variance(c), c[0].Mean(c.Ints(9, "dim"), c.Flag("keepdim"))] },
        { "opinfo/std_mean", c => (Node[])[Variance(c).Sqrt(), c[0].Mean(c.Ints(9, "dim"), c.Flag("keepdim"))] },
        { "opinfo/argmax", c => c.Has(1, "dim") ? c[0].ArgMax(c.Int(1, "dim", 0), c.Flag(2, "keepdim")) : c[0].ArgMax() },
        { "opinfo/argmin", c => c.Has(1, "dim") ? c[0].ArgMin(c.Int(1, "dim", 0), c.Flag(2, "keepdim")) : c[0].ArgMin() },
        { "opinfo/max.reduction_no_dim", c => c[0].Max() },
        {
            "opinfo/max.reduction_with_dim",
            c => (Node[])[c[0].Max(c.Int(1, "dim", 0), c.Flag(2, "keepdim")), c[0].ArgMax(c.Int(1, "dim", 0), c.Flag(2, "keepdim"))]
        },
        {
            "opinfo/min.reduction_with_dim",
            c => (Node[])[c[0].Min(c.Int(1, "dim", 0), c.Flag(2, "keepdim")), c[0].ArgMin(c.Int(1, "dim", 0), c.Flag(2, "keepdim"))]
        },
        { "matmul mm mv", c => c[0].MatMul(c[1]) },
        { "matmul/addmm", c => c["c"] * c.Number("beta", 1) + c["a"].MatMul(c["b"]) * c.Number("alpha", 1) },
        { "opinfo/addmm opinfo/addmm.decomposed opinfo/addmv", c => c[0] * c.Number("beta", 1) + c[1].MatMul(c[2]) * c.Number("alpha", 1) },
        { "linear nn.functional.linear", c => c[0].Linear(c[1], c.Case.Inputs.Length > 2 ? c[2] : null) },
        { "nn.functional.bilinear", c => Bilinear(c) },
        { "outer", c => c[0].Unsqueeze(1) * c[1] },
    };

    private static Node Variance(Call c) => c.Has(9, "correction") ? throw new UnsupportedCaseException("corrections but 0 and 1")
        : c[0].Variance(c.Ints(9, "dim"), c.Flag("keepdim"), c.Get(1, "unbiased") as bool? ?? true);

    private static int[] Dims(Call c) => c.Ints(99, "dims");

    private static Node[] Bilinear(Call c)
    {
        Shape weight = c.Case.Inputs[2].Value.Shape;
        bool hasBias = c.Case.Inputs.Length > 3;
        var layer = new NN.Bilinear(weight[1], weight[2], weight[0], hasBias);
        c.Bind(layer.Weight, c.Case.Inputs[2].Name);
        if (hasBias)
        {
            c.Bind(layer.Bias, c.Case.Inputs[3].Name);
        }
        return [layer.Forward((c[0], c[1]))];
    }
}
