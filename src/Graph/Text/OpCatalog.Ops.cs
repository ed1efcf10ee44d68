using NeuralJit.Kernels;

namespace NeuralJit;

/// <content>The library's ops: one line each.</content>
public sealed partial class OpCatalog
{
    /// <summary>A convolution's window from its attributes.</summary>
    internal static ConvWindow ConvWindowOf(OpAttributes a) =>
        new(a.AsInts("Strides"), a.AsInts("PadsBefore"), a.AsInts("PadsAfter"), a.AsInts("Dilations"), a.AsInt("Groups", 1));

    private static PoolWindow PoolWindowOf(OpAttributes a) =>
        new(a.AsInts("Kernel"), a.AsInts("Strides"), a.AsInts("PadsBefore"), a.AsInts("PadsAfter"), a.AsInts("Dilations"));

    private static Dictionary<string, Func<OpAttributes, Op>> LibraryOps() => new(
        [.. ElementwiseOps(), .. ReductionOps(), .. ViewAndIndexOps(), .. ProductAndWindowOps(), .. CompositeOps()]);

    private static Dictionary<string, Func<OpAttributes, Op>> ElementwiseOps() => new()
    {
        ["abs"] = _ => new Abs(),
        ["add"] = _ => new Add(),
        ["and"] = _ => new And(),
        ["atan2"] = _ => new Atan2(),
        ["cast"] = a => new Cast(a.AsEnum<DType>("Target")),
        ["ceiling"] = _ => new Ceiling(),
        ["cos"] = _ => new Cos(),
        ["divide"] = _ => new Divide(),
        ["equal"] = _ => new Equal(),
        ["erf"] = _ => new Erf(),
        ["exp"] = _ => new Exp(),
        ["expm1"] = _ => new Expm1(),
        ["floor"] = _ => new Floor(),
        ["gelu"] = _ => new Gelu(),
        ["gelu_tanh"] = _ => new GeluTanh(),
        ["greater"] = _ => new Greater(),
        ["greater_or_equal"] = _ => new GreaterOrEqual(),
        ["isinf"] = _ => new IsInf(),
        ["isnan"] = _ => new IsNaN(),
        ["less"] = _ => new Less(),
        ["less_or_equal"] = _ => new LessOrEqual(),
        ["log"] = _ => new Log(),
        ["log1p"] = _ => new Log1p(),
        ["maximum"] = _ => new Maximum(),
        ["minimum"] = _ => new Minimum(),
        ["mish"] = _ => new Mish(),
        ["modulo"] = _ => new Modulo(),
        ["multiply"] = _ => new Multiply(),
        ["negate"] = _ => new Negate(),
        ["not"] = _ => new Not(),
        ["not_equal"] = _ => new NotEqual(),
        ["or"] = _ => new Or(),
        ["power"] = _ => new Power(),
        ["reciprocal"] = _ => new Reciprocal(),
        ["relu"] = _ => new Relu(),
        ["relu6"] = _ => new Relu6(),
        ["round"] = _ => new Round(),
        ["rsqrt"] = _ => new Rsqrt(),
        ["select"] = _ => new Select(),
        ["sigmoid"] = _ => new Sigmoid(),
        ["sign"] = _ => new Sign(),
        ["silu"] = _ => new Silu(),
        ["sin"] = _ => new Sin(),
        ["softplus"] = _ => new Softplus(),
        ["sqrt"] = _ => new Sqrt(),
        ["square"] = _ => new Square(),
        ["subtract"] = _ => new Subtract(),
        ["tan"] = _ => new Tan(),
        ["tanh"] = _ => new Tanh(),
        ["tanhshrink"] = _ => new Tanhshrink(),
        ["xor"] = _ => new Xor(),
    };

    private static Dictionary<string, Func<OpAttributes, Op>> ReductionOps() => new()
    {
        ["arg_max"] = a => new ArgMax(a.AsInt("Axis"), a.AsBool("KeepDims", false)),
        ["arg_min"] = a => new ArgMin(a.AsInt("Axis"), a.AsBool("KeepDims", false)),
        ["logsumexp"] = a => new LogSumExp(a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["max"] = a => new Max(a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["mean"] = a => new Mean(a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["min"] = a => new Min(a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["prod"] = a => new Prod(a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["sum"] = a => new Sum(a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["variance"] = a => new Variance(a.AsAxes("Axes"), a.AsBool("KeepDims", false), a.AsBool("Unbiased", true)),
    };

    private static Dictionary<string, Func<OpAttributes, Op>> ViewAndIndexOps() => new()
    {
        ["broadcast"] = a => new Broadcast(a.AsShape("Shape")),
        ["check_labels"] = a => new CheckLabels(a.AsInt("Classes"), a.AsLong("IgnoreIndex")),
        ["concat"] = a => new Concat(a.AsInt("Axis")),
        ["gather"] = a => new Gather(a.AsInt("Axis")),
        ["iota"] = a => new Iota(a.AsType("Type"), a.AsInt("Axis")),
        ["pad"] = a => new Pad(a.AsInts("Low"), a.AsInts("High"), a.AsInts("Interior"), a.AsDouble("Value", 0)),
        ["random_normal"] = a => new RandomNormal(a.AsType("Type"), a.AsInt("Stream")),
        ["random_uniform"] = a => new RandomUniform(a.AsType("Type"), a.AsInt("Stream")),
        ["reshape"] = a => new Reshape(a.AsShape("Shape")),
        ["scatter"] = a => new Scatter(a.AsInt("Axis"), a.AsEnum<ScatterMode>("Mode")),
        ["scatter_rows"] = a => new ScatterRows(a.AsInt("Axis"), a.AsEnum<ScatterMode>("Mode")),
        ["slice"] = a => new Slice(a.AsInts("Starts"), a.AsShape("Counts"), a.AsInts("Steps")),
        ["stop_gradient"] = _ => new StopGradient(),
        ["take"] = a => new Take(a.AsInt("Axis")),
        ["transpose"] = a => new Transpose(a.AsShape("Permutation")),
    };

    private static Dictionary<string, Func<OpAttributes, Op>> ProductAndWindowOps() => new()
    {
        ["adaptive_max_pool_indices"] = a => new AdaptiveMaxPoolIndices(a.AsInts("Sizes")),
        ["conv"] = a => new Conv(a.AsRecord("Window", ConvWindowOf)),
        ["conv_input_gradient"] = a => new ConvInputGradient(a.AsRecord("Window", ConvWindowOf), a.AsShape("InputShape")),
        ["conv_weight_gradient"] = a => new ConvWeightGradient(a.AsRecord("Window", ConvWindowOf), a.AsShape("WeightShape")),
        ["fold"] = a => new Fold(a.AsRecord("Window", PoolWindowOf), a.AsShape("Shape")),
        ["matmul"] = _ => new MatMul(),
        ["max_pool"] = a => new MaxPool(a.AsRecord("Window", PoolWindowOf)),
        ["max_pool_gather"] = a => new MaxPoolGather(a.AsRecord("Window", PoolWindowOf)),
        ["max_pool_gradient"] = a => new MaxPoolGradient(a.AsRecord("Window", PoolWindowOf)),
        ["max_pool_indices"] = a => new MaxPoolIndices(a.AsRecord("Window", PoolWindowOf)),
        ["resample"] = a => new Resample(a.AsInt("Axis"), a.AsInt("From"), a.AsInt("To"), a.AsEnum<ResampleMode>("Mode"),
            a.AsBool("AlignCorners", false), a.AsDouble("Scale", 0), a.AsInt("Before", 0), a.AsBool("Transposed", false)),
        ["sum_pool"] = a => new SumPool(a.AsRecord("Window", PoolWindowOf)),
        ["sum_pool_gradient"] = a => new SumPoolGradient(a.AsRecord("Window", PoolWindowOf), a.AsShape("InputShape")),
        ["unfold"] = a => new Unfold(a.AsRecord("Window", PoolWindowOf)),
    };

    private static Dictionary<string, Func<OpAttributes, Op>> CompositeOps() => new()
    {
        ["batch_norm"] = a => new BatchNorm(a.AsDouble("Epsilon")),
        ["batch_norm_of_batch"] = a => new BatchNormOfBatch(a.AsDouble("Epsilon")),
        ["binary_cross_entropy"] = _ => new BinaryCrossEntropy(),
        ["binary_cross_entropy_with_logits"] = a => new BinaryCrossEntropyWithLogits(a.AsEnum<LossReduction>("Reduction")),
        ["cross_entropy"] = a =>
            new CrossEntropy(a.AsEnum<LossReduction>("Reduction"), a.AsLong("IgnoreIndex"), a.AsDouble("LabelSmoothing")),
        ["custom_gradient"] = a => CustomGradient.Unknown(a.AsText("Rule")),
        ["elu"] = a => new Elu(a.AsDouble("Alpha"), a.AsDouble("Scale", 1), a.AsDouble("InputScale", 1)),
        ["group_norm"] = a => new GroupNorm(a.AsInt("Groups"), a.AsDouble("Epsilon")),
        ["hardshrink"] = a => new Hardshrink(a.AsDouble("Lambda")),
        ["hardsigmoid"] = _ => new Hardsigmoid(),
        ["hardswish"] = _ => new Hardswish(),
        ["hardtanh"] = a => new Hardtanh(a.AsDouble("Min"), a.AsDouble("Max")),
        ["layer_norm"] = a => new LayerNorm(a.AsShape("NormalizedShape"), a.AsDouble("Epsilon", 1e-5)),
        ["leaky_relu"] = a => new LeakyRelu(a.AsDouble("Slope")),
        ["log_softmax"] = a => new LogSoftmax(a.AsInt("Axis")),
        ["mse_loss"] = a => new MseLoss(a.AsEnum<LossReduction>("Reduction")),
        ["nll_loss"] = a => new NllLoss(a.AsEnum<LossReduction>("Reduction"), a.AsLong("IgnoreIndex")),
        ["norm"] = a => new Norm(a.AsDouble("P"), a.AsAxes("Axes"), a.AsBool("KeepDims", false)),
        ["prelu"] = _ => new PRelu(),
        ["reduced_loss"] = a => new ReducedLoss(a.AsEnum<LossReduction>("Reduction")),
        ["rms_norm"] = a => new RmsNorm(a.AsShape("NormalizedShape"), a.AsDouble("Epsilon")),
        ["scatter_factors"] = a => new ScatterFactors(a.AsInt("Axis"), a.AsBool("WholeRows", false)),
        ["softmax"] = a => new Softmax(a.AsInt("Axis")),
        ["softshrink"] = a => new Softshrink(a.AsDouble("Lambda")),
        ["softsign"] = _ => new Softsign(),
        ["threshold"] = a => new Threshold(a.AsDouble("Limit"), a.AsDouble("Otherwise")),
    };
}
