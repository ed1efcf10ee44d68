namespace NeuralJit.NN.Tests.Modules;

/// <summary>Losses and distances of pairs compute what PyTorch computes.</summary>
public sealed class LossValueTests
{
    private static IEnumerable<TestCaseData> Cases =>
        from row in LossValueRows.All
        from mode in Enum.GetValues<Mode>()
        select new TestCaseData(row, mode)
            .SetArgDisplayNames(row.Name, mode.ToString());

    [TestCaseSource(nameof(Cases))]
    public void Values_and_gradients_are_PyTorchs(LossValueRow row, Mode mode)
    {
        TensorData[] results = Execution.Run(mode, x =>
        {
            Node y = row.Loss(x);
            return [y, .. Gradients.Of([y], [y.FilledLike(1)], x)];
        }, row.Inputs);
        Assert.That(results[0].Shape, Is.EqualTo(row.Expected.Shape));
        Close.Relative(1e-5, Close.Values(row.Expected), results[0], "value");
        for (int i = 0; i < row.Inputs.Length; i++)
        {
            Assert.That(results[i + 1].Shape, Is.EqualTo(row.Inputs[i].Shape));
            Close.Within(2e-5, row.Gradients[i], results[i + 1], $"gradient {i}");
        }
    }

    [Test]
    public void A_label_that_is_no_class_is_an_error([Values] Mode mode) => Assert.That(
        () => Execution.Run(
            mode, x => [new MultiMarginLoss().Forward(x[0], x[1])], Tensors.F32([3], 1, 2, 3), TensorData.From<long>([1], [3])),
        Throws.TypeOf<GraphException>().With.Message.Contains("label 3 at position [0]").And.Message.Contains("expected 0 to 2")
            .And.Not.Message.Contains("ignore"));

    [Test]
    public void Divergence_of_nothing_and_of_negative_targets([Values] Mode mode)
    {
        TensorData[] results = Execution.Run(mode, x =>
        {
            Node y = new KLDivLoss(reduction: LossReduction.None).Forward(x[0], x[1]);
            return [y, .. Gradients.Of([y], [y.FilledLike(1)], x)];
        }, Tensors.F32([5], -1, -2, double.NegativeInfinity, -1, 0), Tensors.F32([5], 0, 0.5, 0.5, -0.5, 1));
        Close.Relative(1e-6, [0, 0.6534264, double.PositiveInfinity, double.NaN, 0], results[0]);
        Close.Relative(1e-6, [0, -0.5, -0.5, 0.5, -1], results[1]);
        Assert.That(Close.Values(results[2])[0], Is.EqualTo(1), "where the target is 0, that of the second term alone: PyTorch has NaN");
    }
}
