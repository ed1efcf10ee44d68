namespace NeuralJit.Oracle.Tests;

/// <summary>Normalisations.</summary>
internal static class NormalizationOps
{
    public static OpRows All => new OpRows
    {
        { "layer_norm", c =>
            c["x"].LayerNorm(Shape.Create(c.Ints(99, "normalized_shape")), c.Find("g"), c.Find("b"), c.Number("eps", 1e-5)) },
        {
            "nn.functional.layer_norm",
            c => c[0]
                .LayerNorm(Shape.Create(c.Ints(1, "shape")), c.Tensor(2, "weight"), c.Tensor(3, "bias"), Epsilon(c.Number(4, "eps", 1e-5)))
        },
        { "group_norm", c => c["x"].GroupNorm(c.Int(99, "groups", 1), c.Find("g"), c.Find("b"), c.Number("eps", 1e-5)) },
        {
            "nn.functional.group_norm",
            c => c[0].GroupNorm(c.Int(1, "num_groups", 1), c.Tensor(2, "weight"), c.Tensor(3, "bias"), Epsilon(c.Number(4, "eps", 1e-5)))
        },
        { "instance_norm", c => c["x"].InstanceNorm(c.Find("g"), c.Find("b"), c.Number("eps", 1e-5)) },
        { "nn.functional.instance_norm", InstanceNormFunction },
        { "rms_norm", c => c["x"].RmsNorm([c["x"].Shape[-1]], c["g"], c.Number("eps")) },
        { "lrn/local_response_norm", c =>
            c[0].LocalResponseNorm(c.Int(99, "size", 1), c.Number("alpha"), c.Number("beta"), c.Number("k")) },
        {
            "nn.functional.local_response_norm",
            c => c[0].LocalResponseNorm(c.Int(1, "size", 1), c.Number(2, "alpha", 1e-4), c.Number(3, "beta", 0.75), c.Number(4, "k", 1))
        },
        { "module/CrossMapLRN2d", c => c[0].LocalResponseNorm(5, 0.005, 0.001, 2) },
        { "batch_norm", c => BatchNorm(c) },
        { "nn.functional.batch_norm", BatchNormFunction },
        { "lrn/normalize", c => Normalize(c[0], c.Number("p"), c.Int(99, "dim", 1), c.Number("eps")) },
        {
            "nn.functional.normalize",
            c => Normalize(c[0], c.Number(1, "p", 2), c.Int(2, "dim", 1), c.Number(3, "eps", 1e-12))
        },
    };

    // A negative ε makes roots of negative numbers, whose NaN differ in where they arise.
    private static double Epsilon(double epsilon) => epsilon >= 0 ? epsilon : throw new UnsupportedCaseException("negative epsilon");

    private static Node InstanceNormFunction(Call c)
    {
        Node? weight = c.Tensor(9, "weight"), bias = c.Tensor(9, "bias");
        double eps = c.Number("eps", 1e-5);
        return c.Flag("use_input_stats", true)
            ? c[0].InstanceNorm(weight, bias, eps)
            : c[0].BatchNorm(c.Tensor(9, "running_mean")!, c.Tensor(9, "running_var")!, weight, bias, eps);
    }

    private static Node BatchNormFunction(Call c)
    {
        if (c[0].Rank < 2)
        {
            throw new UnsupportedCaseException("one dimension");
        }
        Node? weight = c.Tensor(3, "weight"), bias = c.Tensor(4, "bias");
        double eps = c.Number(7, "eps", 1e-5);
        return c.Flag(5, "training")
            ? c[0].BatchNormOfBatch(weight, bias, eps).Value
            : c[0].BatchNorm(c.Tensor(1, "running_mean")!, c.Tensor(2, "running_var")!, weight, bias, eps);
    }

    private static Node[] BatchNorm(Call c)
    {
        Node x = c["x"];
        int channels = x.Shape[1];
        double eps = c.Number("eps"), momentum = c.Number("momentum");
        bool affine = c.Flag("affine");
        NN.BatchNormNd layer = x.Rank switch
        {
            <= 3 => new NN.BatchNorm1d(channels, eps, momentum, affine),
            4 => new NN.BatchNorm2d(channels, eps, momentum, affine),
            _ => new NN.BatchNorm3d(channels, eps, momentum, affine),
        };
        c.Bind(layer.RunningMean, "rm");
        c.Bind(layer.RunningVar, "rv");
        if (affine)
        {
            c.Bind(layer.Weight, "g");
            c.Bind(layer.Bias, "b");
        }
        Node y = layer.Forward(x);
        return c.Case.Outputs.Length == 1 ? [y] : [y, layer.RunningMean!, layer.RunningVar!];
    }

    private static Node Normalize(Node x, double p, int dim, double eps)
    {
        Node norm = p == 2 ? x.Square().Sum(dim, keepDims: true).Sqrt()
            : p == 1 ? x.Abs().Sum(dim, keepDims: true)
            : double.IsPositiveInfinity(p) ? x.Abs().Max(dim, keepDims: true)
            : p == 0 ? throw new UnsupportedCaseException("a norm that counts")
            : x.Abs().Pow(p).Sum(dim, keepDims: true).Pow(1 / p);
        return x / norm.Maximum(eps);
    }
}
