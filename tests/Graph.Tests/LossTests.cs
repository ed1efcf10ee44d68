namespace NeuralJit.Tests;

/// <summary>Losses and their gradients against PyTorch's numbers, in float64.</summary>
internal sealed class LossTests
{
    private static readonly double[] Logits = [0.5, -1, 2, 1.5, 0.25, -0.75];
    private static readonly double[] Weights = [0.5, 2, 1];

    private static IEnumerable<TestCaseData> Values()
    {
        yield return Case("mean", x => x.CrossEntropy(Labels(2, 0)), 0.28599195303219055,
            [0.0876451960700183, 0.0195562866353437, -0.107201482705362, -0.140779829424468, 0.102918301998826, 0.0378615274256418]);
        yield return Case("ignored", x =>
            x.CrossEntropy(Labels(-100, 0)), 0.3306726094072241, [0, 0, 0, -0.281559658848935, 0.205836603997652, 0.0757230548512835]);
        yield return Case("ignored class", x => x.CrossEntropy(Labels(1, 0), ignoreIndex: 1), 0.3306726094072241,
            [0, 0, 0, -0.281559658848935, 0.205836603997652, 0.0757230548512835]);
        yield return Case("weighted", x => x.CrossEntropy(Labels(2, 0), weight: Node.From<double>(Weights)), 0.27109840090717935,
            [0.116860261426691, 0.026075048847125, -0.142935310273816, -0.0938532196163117, 0.0686122013325505, 0.0252410182837612]);
        yield return Case("smoothed", x => x.CrossEntropy(Labels(2, 0), labelSmoothing: 0.1), 0.4193252863655239,
            [0.0709785294033517, 0.00288961996867706, -0.0738681493720287, -0.107446496091134, 0.0862516353321591, 0.0211948607589751]);
        yield return Case("smoothed and weighted", x =>
            x.CrossEntropy(Labels(2, 1), labelSmoothing: 0.1, weight: Node.From<double>(Weights)), 1.17081855098843,
            [0.0538484106696791, -0.0089674057249337, -0.0448810049447454, 0.453447995735403, -0.4907155030015, 0.0372675072660978]);
        yield return Case("binary", x => x.BinaryCrossEntropyWithLogits(Targets), 0.9547483977862997,
            [0.103743221866976, -0.121843096438334, 0.0967995129963137, 0.0529290793656073, -0.0729705831857003, 0.0534702168041012]);
        yield return Case("mse", x => x.MseLoss(Targets), 1.5441666666666667,
            [0.166666666666667, -0.666666666666667, 0.566666666666667, 0.333333333333333, -0.25, -0.25]);
    }

    private static Node Targets => Node.From<double>([2, 3], 0, 1, 0.3, 0.5, 1, 0);

    [TestCaseSource(nameof(Values))]
    public void Losses_and_gradients_are_PyTorchs(Func<Node, Node> loss, double expected, double[] gradient)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<double>([2, 3], Logits), y = loss(x);
        Assert.That(y.Item<double>(), Is.EqualTo(expected).Within(1e-14));
        Assert.That(Gradients.Of(y, x)[0].ToArray<double>(), Is.EqualTo(gradient).Within(1e-14));
    }

    [Test]
    public void Without_reduction_each_sample_has_its_loss()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<double>([2, 3], Logits);
        Assert.That(x.CrossEntropy(Labels(2, 0), LossReduction.None).ToArray<double>(),
            Is.EqualTo(new[] { 0.24131129665715703, 0.3306726094072241 }).Within(1e-15));
        Assert.That(x.CrossEntropy(Labels(2, -100), LossReduction.None).ToArray<double>()[1], Is.Zero);
        Assert.That(x.CrossEntropy(Labels(2, 0), LossReduction.Sum).Item<double>(),
            Is.EqualTo(0.24131129665715703 + 0.3306726094072241).Within(1e-15));
    }

    [Test]
    public void The_mean_over_no_sample_is_NaN()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(Node.Zeros([2, 3]).CrossEntropy(Labels(-100, -100)).Item<float>(), Is.NaN);
        Assert.That(Node.Zeros([0, 3]).CrossEntropy(Node.Zeros([0], DType.Int64)).Item<float>(), Is.NaN);
    }

    [Test]
    public void Class_weights_have_no_gradient()
    {
        Node x = Node.Input("x", [2, 3]), w = Node.Input("w", [3]);
        Assert.That(() => Gradients.Of(x.CrossEntropy(Labels(0, 1), weight: w), w),
            Throws.TypeOf<GraphException>().With.Message.Contains("class weights have no gradient"));
    }

    private static Node Labels(params long[] labels) => Node.From<long>(labels);

    private static TestCaseData Case(string name, Func<Node, Node> loss, double value, double[] gradient) =>
        new TestCaseData(loss, value, gradient).SetArgDisplayNames(name);
}
