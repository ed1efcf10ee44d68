namespace NeuralJit.NN.Tests;

/// <summary>A function at a point where formulas break: zeros, equal elements, ties, saturation, huge numbers.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Function">The function.</param>
/// <param name="Inputs">The point, in float64.</param>
/// <param name="Values">What PyTorch computes there.</param>
/// <param name="Gradients">PyTorch's gradients of the sum of the values by each input, or null where none is compared.</param>
public sealed record SpecialPoint(string Name, Func<Node[], Node> Function, TensorData[] Inputs, double[] Values, double[]?[] Gradients)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>
/// Law: at special points values and gradients are PyTorch's, and finite where PyTorch's are, in both modes. A guard that is applied to the
/// value of a singular function guards its gradient only when the function itself is kept away.
/// </summary>
public sealed class SpecialPointTests
{
    private const double Tolerance = 1e-8;

    private static IEnumerable<TestCaseData> Rows =>
        from row in SpecialPointsOfLosses.All.Concat(SpecialPointsOfOps.All)
        from mode in Enum.GetValues<Mode>()
        select new TestCaseData(row, mode);

    [TestCaseSource(nameof(Rows))]
    public void Values_and_gradients_are_PyTorchs(SpecialPoint row, Mode mode)
    {
        int[] compared = [.. Enumerable.Range(0, row.Gradients.Length).Where(i => row.Gradients[i] is not null)];
        TensorData[] results = Execution.Run(mode, nodes =>
        {
            Node y = row.Function(nodes);
            return [y, .. Gradients.Of(y.Sum(), [.. compared.Select(i => nodes[i])])];
        }, row.Inputs);
        AssertClose(row.Values, results[0], "value");
        for (int i = 0; i < compared.Length; i++)
        {
            AssertClose(row.Gradients[compared[i]]!, results[i + 1], $"gradient of input {compared[i]}");
        }
    }

    // Linear with weight 20, sigmoid and BCE at x = 1, target 1: the loss is 0, and so is the gradient.
    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void A_probability_that_is_certain_and_right_changes_nothing(Mode mode)
    {
        Linear layer = Tensors.Linear(1, 1, [20], [0]);
        var optimizer = new SGD(layer.Parameters(), 0.1);
        var loss = new BCELoss();
        var runner = new Runner(mode, nodes =>
        {
            Node y = loss.Forward(layer.Forward(nodes[0]).Sigmoid(), nodes[1]);
            optimizer.Step(y);
            return [y];
        }, training: true);
        Assert.That(runner.Run(Tensors.F32([1, 1], 1), Tensors.F32([1, 1], 1))[0].Item<float>(), Is.Zero);
        Assert.That(Close.Values(layer.Weight.Value), Is.EqualTo(new[] { 20.0 }));
    }

    // ln(1 + e^x) − x at x = 21 is 7.6e-10: a softplus that goes over to x at 20 loses it.
    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void Losses_in_float64_are_exact_beyond_the_threshold_of_softplus(Mode mode)
    {
        TensorData x = Tensors.F64([2], 21, -21), zero = Tensors.F64([2], 0, 0), target = Tensors.F64([2], -1, 1);
        TensorData[] results = Execution.Run(mode, n =>
        [
            n[0].BinaryCrossEntropyWithLogits(n[1], LossReduction.None), new SoftMarginLoss(LossReduction.None).Forward(n[0], n[2]),
            new BCEWithLogitsLoss(Tensors.F64([1], 1), LossReduction.None, Tensors.F64([1], 1)).Forward(n[0], n[1]), -(-n[0]).LogSigmoid(),
        ], x, zero, target);
        const double Above = 21.000000000758256, Small = 7.5825604250410307e-10;
        double[][] expected = [[Above, Small], [Above, Above], [Above, Small], [Above, Small]];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.That(Close.Values(results[i]), Is.EqualTo(expected[i]).Within(4e-15), $"loss {i}");
        }
        Assert.That(Execution.Run(mode, n => n.Softplus(), x).Span<double>()[0], Is.EqualTo(21), "softplus itself has PyTorch's threshold");
    }

    [Test]
    public void What_is_no_probability_gives_NaN() =>
        Assert.That(Close.Values(Execution.Run(
            Mode.Compiled, n => n.BinaryCrossEntropy(n.FilledLike(0.5), LossReduction.None), Tensors.F64([2], -0.5, 1.5))), Is.All.NaN);

    private static void AssertClose(double[] expected, TensorData actual, string what)
    {
        double[] values = Close.Values(actual);
        Assert.That(values, Has.Length.EqualTo(expected.Length), what);
        for (int i = 0; i < values.Length; i++)
        {
            bool exact = !double.IsFinite(expected[i]);
            Assert.That(values[i], exact ? Is.EqualTo(expected[i])
                : Is.EqualTo(expected[i]).Within(Tolerance * Math.Max(1, Math.Abs(expected[i]))), $"{what}, element {i}");
        }
    }
}
