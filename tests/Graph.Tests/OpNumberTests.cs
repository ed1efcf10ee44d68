using System.Reflection;

namespace NeuralJit.Tests;

/// <summary>
/// Law: an op never computes with a number that is none, however it was made: by a method, by hand, or from text. The numbers are found by
/// reflection in the ops of the table, so a new one is tested without a line here.
/// </summary>
internal sealed class OpNumberTests
{
    // What is put in place of elements may be anything.
    private static readonly string[] Fillings = ["Pad.Value", "Threshold.Otherwise"];

    private static IEnumerable<TestCaseData> Numbers() =>
        from node in OpTable.All.SelectMany(row => row.ToGraph().Nodes.ToArray()).DistinctBy(n => n.Op.GetType())
        from property in node.Op.GetType().GetProperties().Where(p => p.PropertyType == typeof(double))
        let name = $"{node.Op.GetType().Name}.{property.Name}"
        where !Fillings.Contains(name)
        select new TestCaseData(node, property).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Numbers))]
    public void NaN_is_refused_by_name(Node node, PropertyInfo property)
    {
        object copy = node.Op.GetType().GetMethod("<Clone>$")!.Invoke(node.Op, null)!;
        property.SetValue(copy, double.NaN);
        Assert.That(
            () => Node.Apply((Op)copy, node.Inputs),
            Throws.InstanceOf<GraphException>().With.Message.Contains(property.Name).IgnoreCase.And.Message.Contains("NaN"));
    }

    [TestCase(double.PositiveInfinity, true)]
    [TestCase(double.NegativeInfinity, true)]
    [TestCase(-1, true)]
    [TestCase(0, false)]
    [TestCase(3, false)]
    public void Only_norms_that_have_a_value_are_those_of_nothing(double p, bool refused)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Zeros([0, 2]);
        if (refused)
        {
            Assert.That(() => x.Norm(p, 0), Throws.TypeOf<ShapeException>().With.Message.Contains("no norm of nothing"));
        }
        else
        {
            Assert.That(x.Norm(p, 0).ToArray<float>(), Is.EqualTo(new float[2]));
        }
        Assert.That(x.Norm(p, 1).Shape, Is.EqualTo(Shape.Create([0])));
    }

    [Test]
    public void The_law_finds_the_numbers() => Assert.That(Numbers().Count(), Is.GreaterThan(12));

    [Test]
    public void Numbers_in_text_are_checked() => Assert.That(
        () => GraphText.Parse("%0 = input f32[2] \"x\"\n%1 = leaky_relu f32[2] {Slope = NaN} %0\nreturn %1"),
        Throws.InstanceOf<GraphException>().With.Message.Contains("slope must be finite"));
}
