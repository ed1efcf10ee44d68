using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>The first node that makes NaN or an infinity of finite inputs is named, with what its inputs held.</summary>
internal sealed class NonFiniteTests
{
    [Test]
    public void The_node_its_inputs_and_its_place_are_named()
    {
        CompiledProgram program = Compiler.Compile(x => ((x.Square() - 2).Log() * 3).Sum(0)).For([3]);
        NonFiniteReport report = program.FindNonFinite(TensorData.From([3], 2, 1, 3))!;
        NonFiniteValue first = report.First;
        Assert.That(first.Node.Op, Is.InstanceOf<Log>());
        Assert.That(first.Element, Is.NaN);
        Assert.That(first.Position, Is.EqualTo(new[] { 1 }));
        Assert.That(first.Inputs.Single(), Is.EqualTo(new ValueRange(first.Node.Inputs[0], -1, 7, 1, false, false)));
        Assert.That(report.Infinity, Is.Null);
        Assert.That(report.ToString(), Does.StartWith("first: log f32[3] gives NaN at [1] (NonFiniteTests.cs:")
            .And.EndsWith("\n  = log(subtract(square(\"x0\"), 2))\n  input 0: subtract f32[3] from -1 to 7, 100 % finite"));
    }

    [Test]
    public void An_infinity_before_NaN_is_first()
    {
        CompiledProgram program = Compiler.Compile(x => x.Exp() / (x.Exp() + 1)).For([2, 2]);
        NonFiniteReport report = program.FindNonFinite(TensorData.From([2, 2], 0, 1, 1000, 2))!;
        Assert.That(report.First, Is.SameAs(report.Infinity));
        Assert.That(report.Infinity!.Node.Op, Is.InstanceOf<Exp>());
        Assert.That(report.Infinity.Place, Is.EqualTo("Infinity at [1,0]"));
        Assert.That(report.NaN!.Node.Op, Is.InstanceOf<Divide>());
        Assert.That(report.NaN.Inputs[0].HasInfinity);
        Assert.That(report.NaN.Inputs[0].FiniteShare, Is.EqualTo(0.75));
        Assert.That(report.ToString(), Does.StartWith("first: exp f32[2,2]").And.Contain("\nthen: divide f32[2,2]"));
    }

    private static IEnumerable<TestCaseData> Leaves()
    {
        TensorData bad = TensorData.From([2], 1, float.NaN);
        var parameter = new Parameter(bad.Clone(), "weight");
        yield return new TestCaseData((Func<Node, Node>)(x => x * 2), bad, typeof(InputOp)).SetArgDisplayNames("an input");
        yield return new TestCaseData((Func<Node, Node>)(x => x * parameter), TensorData.From([2], 1, 2), typeof(VariableRead))
            .SetArgDisplayNames("a parameter");
    }

    [TestCaseSource(nameof(Leaves))]
    public void What_was_given_is_its_own_maker(Func<Node, Node> function, TensorData x, Type op)
    {
        NonFiniteValue first = Compiler.Compile(function).For(x.Type).FindNonFinite(x)!.First;
        Assert.That(first.Node.Op, Is.InstanceOf(op));
        Assert.That(first.Position, Is.EqualTo(new[] { 1 }));
        Assert.That(first.Inputs, Is.Empty);
    }

    [Test]
    public void A_mask_of_infinities_is_no_find() =>
        Assert.That(Compiler.Compile(x => Node.Where(x.Greater(0), x, double.NegativeInfinity).Softmax(0)).For([4])
            .FindNonFinite(TensorData.From([4], 1, -1, 2, -2)), Is.Null);

    [Test]
    public void Composites_are_taken_apart()
    {
        NonFiniteValue first = Compiler.Compile(x => x.Square().Mean().Log().Sqrt()).For([3])
            .FindNonFinite(TensorData.From([3], 0, 0, 0))!.First;
        Assert.That(first.Node.Op, Is.InstanceOf<Log>());
        Assert.That(first.Element, Is.EqualTo(double.NegativeInfinity));
    }

    [Test]
    public void Half_precision_overflows_are_seen()
    {
        NonFiniteValue first = Compiler.Compile(x => (x * 1000).Cast(DType.Float16).Cast(DType.Float32)).For([2])
            .FindNonFinite(TensorData.From([2], 1, 100))!.First;
        Assert.That(first.Node.DType, Is.EqualTo(DType.Float16));
        Assert.That(first.Place, Is.EqualTo("Infinity at [1]"));
    }

    [Test]
    public void Nothing_is_found_where_all_is_finite_and_nothing_is_changed()
    {
        var state = new State(Samples.Uniform([3]), "state");
        CompiledProgram program = Compiler.Compile(Programs.Trace(x =>
        {
            GraphTrace.Current!.Update(state, state + x[0]);
            return [x[0].Exp()];
        }, [new TensorType(DType.Float32, [3])]));
        byte[] before = state.Value.Bytes.ToArray();
        Assert.That(program.FindNonFinite(), Is.Null);
        Assert.That(state.Value.Bytes.ToArray(), Is.EqualTo(before));
    }
}
