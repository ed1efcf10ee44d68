using System.Reflection;

namespace NeuralJit.Tests;

/// <summary>−0 and 0 are different values: ops and constants that differ in no more are not one.</summary>
internal sealed class NegativeZeroTests
{
    private static IEnumerable<Type> OpsWithNumbers => typeof(Op).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && NumbersOf(t).Any());

    [TestCaseSource(nameof(OpsWithNumbers))]
    public void Ops_with_0_and_minus_0_are_two(Type type)
    {
        foreach (ParameterInfo number in NumbersOf(type))
        {
            Op zero = Make(type, number, 0.0), negative = Make(type, number, -0.0);
            Assert.That(zero, Is.EqualTo(Make(type, number, 0.0)), "equal attributes make equal ops");
            Assert.That(zero.GetHashCode(), Is.EqualTo(Make(type, number, 0.0).GetHashCode()));
            Assert.That(zero, Is.Not.EqualTo(negative), number.Name);
            Op first = Make(type, number, double.NaN), second = Make(type, number, double.NaN);
            Assert.That(first, Is.EqualTo(second), "NaN is itself as an attribute");
        }
    }

    [Test]
    public void There_are_such_ops() => Assert.That(OpsWithNumbers.Count(), Is.GreaterThan(8));

    [Test]
    public void Padding_with_minus_0_is_not_shared_with_padding_with_0()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", new TensorType(DType.Float32, [1]));
        Graph graph = Graph.Create([x], [x.Pad([1], [0], value: 0.0), x.Pad([1], [0], value: -0.0)]);
        TensorData[] results = Interpreter.Run(graph, TensorData.From([1], 5));
        Assert.That(results.Select(r => float.IsNegative(r.Span<float>()[0])), Is.EqualTo((bool[])[false, true]));
        Graph again = GraphText.Parse(graph.ToString());
        Assert.That(again.ToString(), Is.EqualTo(graph.ToString()).And.Contain("Value = -0"));
    }

    [Test]
    public void A_constant_of_both_zeros_is_not_uniform()
    {
        Assert.That(new ConstantOp(TensorData.From([2], 0, -0f)).Uniform, Is.Null);
        Assert.That(new ConstantOp(TensorData.From([2], 0, 0)).Uniform, Is.Zero);
        Assert.That(new ConstantOp(TensorData.From([2], -0f, -0f)).Uniform, Is.Null);
        float other = BitConverter.UInt32BitsToSingle(0xFFC0_1234);
        Assert.That(new ConstantOp(TensorData.From([2], float.NaN, other)).Uniform, Is.Null);
        Assert.That(new ConstantOp(TensorData.From([2], float.NaN, float.NaN)).Uniform, Is.NaN);
    }

    private static IEnumerable<ParameterInfo> NumbersOf(Type type) =>
        type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.ParameterType == typeof(double));

    // The other attributes do not matter: the ops are compared, not applied.
    private static Op Make(Type type, ParameterInfo number, double value)
    {
        object?[] arguments = [.. ((ConstructorInfo)number.Member).GetParameters().Select(p => p == number ? value
            : p.ParameterType == typeof(IntList) ? IntList.Create([])
            : p.ParameterType == typeof(Shape) ? Shape.Scalar
            : p.ParameterType == typeof(double) ? 1.0
            : Activator.CreateInstance(p.ParameterType))];
        return (Op)((ConstructorInfo)number.Member).Invoke(arguments);
    }
}
