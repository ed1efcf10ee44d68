using System.Reflection;
using System.Text.RegularExpressions;

namespace NeuralJit.Tests;

/// <summary>PyTorch's words for ops that have another name here give the graph of that op.</summary>
public sealed partial class PyTorchNameTests
{
    private static readonly (string Name, Func<Node, Node> Alias, Func<Node, Node> Op)[] Pairs =
    [
        ("Detach", x => x.Detach(), x => x.StopGradient()),
        ("ReLU", x => x.ReLU(), x => x.Relu()),
        ("Std", x => x.Std() + x.Std(unbiased: false), x => x.StandardDeviation() + x.StandardDeviation(unbiased: false)),
        ("Std", x => x.Std(1, keepDims: true, unbiased: false), x => x.StandardDeviation(1, keepDims: true, unbiased: false)),
        ("Var", x => x.Var() + x.Var(unbiased: false), x => x.Variance() + x.Variance(unbiased: false)),
        ("Var", x => x.Var(-1, keepDims: true, unbiased: false), x => x.Variance(-1, keepDims: true, unbiased: false)),
        ("View", x => x.View(2, -1), x => x.Reshape([2, -1])),
        ("Expand", x => x.Sum(0).Expand([5, 4]), x => x.Sum(0).BroadcastTo([5, 4])),
        ("Mm", x => x.Mm(x), x => x.MatMul(x)),
        ("Bmm", x => x.Unsqueeze(0).Bmm(x.Unsqueeze(0)), x => x.Unsqueeze(0).MatMul(x.Unsqueeze(0))),
        ("MaskedFill", x => x.MaskedFill(x > 1, -5), x => Node.Where(x > 1, -5, x)),
        ("ZerosLike", x => x.ZerosLike() + x, x => x.FilledLike(0) + x),
        ("OnesLike", x => x.OnesLike() + x, x => x.FilledLike(1) + x),
        ("RandLike", x => x.RandLike() + x, x => Node.RandomUniform(x.Shape, x.DType) + x),
        ("RandnLike", x => x.RandnLike() + x, x => Node.RandomNormal(x.Shape, x.DType) + x),
        ("Cat", x => Node.Cat([x, x], 1), x => Node.Concat([x, x], 1)),
        ("Rand", x => Node.Rand([4, 4], DType.Float64) + x, x => Node.RandomUniform([4, 4], DType.Float64) + x),
        ("Randn", x => Node.Randn([4, 4], DType.Float64) + x, x => Node.RandomNormal([4, 4], DType.Float64) + x),
    ];

    [TestCaseSource(nameof(Rows))]
    public void Another_name_gives_the_same_graph(int row)
    {
        (_, Func<Node, Node> alias, Func<Node, Node> op) = Pairs[row];
        Assert.That(Text(alias), Is.EqualTo(Text(op)));
    }

    [Test]
    public void Each_of_these_names_is_tried() =>
        Assert.That(Pairs.Select(p => p.Name), Is.SupersetOf(
            typeof(PyTorchNames).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name)));

    private static IEnumerable<TestCaseData> Rows() =>
        Pairs.Select((p, i) => new TestCaseData(i) { TestName = $"{p.Name}, row {i}, gives the graph of the op" });

    // Without the places in this file.
    [GeneratedRegex("  # .*")]
    private static partial Regex Place();

    private static string Text(Func<Node, Node> function)
    {
        using GraphTrace trace = GraphTrace.Symbolic(random: RandomState.Create(1));
        Node x = Node.Input("x", new TensorType(DType.Float64, [4, 4]));
        return Place().Replace(GraphText.Print(Graph.Create([x], [function(x)])), "");
    }

    [Test]
    public void Requires_grad_is_requires_gradient()
    {
        var parameter = new Parameter(TensorData.Ones([1])) { RequiresGrad = false };
        Assert.That((parameter.RequiresGrad, parameter.RequiresGradient), Is.EqualTo((false, false)));
        parameter.RequiresGradient = true;
        Assert.That(parameter.RequiresGrad, Is.True);
    }
}
