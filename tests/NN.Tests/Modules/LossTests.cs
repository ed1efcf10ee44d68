namespace NeuralJit.NN.Tests.Modules;

/// <summary>What losses do beside their values (those are in the oracle tests).</summary>
public sealed class LossTests
{
    private static readonly Loss[] Losses =
    [
        new MSELoss(), new L1Loss(), new BCEWithLogitsLoss(), new CrossEntropyLoss(), new NLLLoss(), new SmoothL1Loss(),
            new HuberLoss(), new KLDivLoss(),
        new BCELoss(), new HingeEmbeddingLoss(), new SoftMarginLoss(), new PoissonNLLLoss(), new MultiMarginLoss(),
            new MultiLabelSoftMarginLoss(),
    ];

    [TestCaseSource(nameof(Losses))]
    public void Print_as_in_PyTorch(Loss loss) => Assert.That(loss.ToString(), Is.EqualTo(loss.GetType().Name + "()"));

    [TestCaseSource(nameof(Losses))]
    public void Refuse_shapes_that_differ(Loss loss)
    {
        TensorData target = loss is CrossEntropyLoss or NLLLoss or MultiMarginLoss
            ? TensorData.From<long>([3], [0, 1, 2])
            : Tensors.Zeros([4]);
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            ShapeException error = Assert.Throws<ShapeException>(
                () => Execution.Run(mode, n => [loss.Forward(n[0], n[1])], Tensors.Zeros([4, 5]), target))!;
            Assert.That(error.Message, Does.Contain("f32[4,5]").And.Contain(target.Type.ToString()));
        }
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void A_label_out_of_range_is_an_error_and_NaN_stays_NaN(Mode mode)
    {
        TensorData logits = Tensors.Zeros([2, 3]);
        Assert.That(() => Execution.Run(mode, n => [n[0].CrossEntropy(n[1])], logits, TensorData.From<long>([2], [1, 3])),
            Throws.TypeOf<GraphException>().With.Message.Contains("label 3 at position [1]"));
        TensorData loss = Execution.Run(mode, n => [n[0].MseLoss(n[1])], Tensors.F32([2], 1, 2), Tensors.F32([2], double.NaN, 2))[0];
        Assert.That(loss.Item<float>(), Is.NaN);
    }

    [TestCase(0.2, "0.2")]
    [TestCase(1, "1.0")]
    [TestCase(1e-4, "0.0001")]
    [TestCase(1e-5, "1e-05")]
    [TestCase(2.5e-12, "2.5e-12")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(double.PositiveInfinity, "inf")]
    public void Numbers_print_as_in_Python(double value, string text) =>
        Assert.That(new ConstantPad1d(1, value).ToString(), Is.EqualTo($"ConstantPad1d(padding=(1, 1), value={text})"));
}
