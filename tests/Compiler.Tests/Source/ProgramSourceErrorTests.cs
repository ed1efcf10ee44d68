using NeuralJit.Kernels;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>What cannot be written as a file is refused, and a class that is given something else than its program had says so.</summary>
internal sealed class ProgramSourceErrorTests
{
    private static readonly TensorData X = Samples.Uniform([3, 40000]);

    [Test]
    public void A_name_that_is_no_classs_is_refused([Values("", "2x", "my class", "class", "a.B")] string name) => Assert.That(
        () => Compiler.Compile(Programs.Trace(i => [i[0].Exp()], X)).ToCSharp(name),
        Throws.TypeOf<GraphException>().With.Message.Contains($"\"{name}\" cannot be the name of the class"));

    [Test]
    public void An_operator_that_is_not_public_is_refused_by_its_name() => Assert.That(
        () => Compiler.Compile(Programs.Trace(i => [Node.Apply(new Hidden(), i[0])], X)).ToCSharp(),
        Throws.TypeOf<GraphException>().With.Message.Contains(nameof(HiddenOperator)).And.Message.Contains("make it public"));

    [Test]
    public void What_does_not_fit_is_named_when_the_class_is_made_and_when_it_runs()
    {
        var weight = new Parameter(Samples.Uniform([3, 1]), "weight");
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(i => [i[0] * weight + Node.Constant(Samples.Uniform([3, 40000], seed: 2))], X));
        GeneratedFactory make = GeneratedPrograms.Compile([program])[0];
        string hash = ConstantText.HashOf(Samples.Uniform([3, 40000], seed: 2));
        var constants = new Dictionary<string, TensorData> { [hash] = Samples.Uniform([3, 40000], seed: 2) };
        Assert.That(() => make([], constants), Throws.TypeOf<GraphException>().With.Message.Contains("expected 1 variables, got 0"));
        Assert.That(() => make([new Parameter(X)], constants),
            Throws.TypeOf<ShapeException>().With.Message.Contains("variable 0 is f32[3,1], got f32[3,40000]"));
        Assert.That(() =>
            make([weight], null), Throws.TypeOf<GraphException>().With.Message.Contains($"expected the constant {hash} f32[3,40000]"));
        GeneratedRun run = make([weight], constants);
        Assert.That(
            () => run([weight.Data], [X]), Throws.TypeOf<ShapeException>().With.Message.Contains("input 0 is f32[3,40000], got f32[3,1]"));
        Assert.That(() => run([X], []), Throws.TypeOf<GraphException>().With.Message.Contains("expected 1 outputs, got 0"));
    }

    [Test]
    public void An_op_of_the_users_own_comes_from_the_catalog_that_the_class_is_given()
    {
        CompiledProgram program = Compiler.Compile(Programs.Trace(i => [Node.Apply(new Doubled(), i[0])], X));
        GeneratedFactory make = GeneratedPrograms.Compile([program])[0];
        Assert.That(() => make([], null), Throws.TypeOf<GraphException>().With.Message.Contains("doubled"));
        TensorData y = Programs.Rubbish(X.Type);
        make([], null, CompilerOps.Catalog.With("doubled", _ => new Doubled()))([X], [y]);
        Comparison.AssertSameBits(y, program.RunOnRubbish(X)[0]);
    }

    /// <summary>An op of the user's own that no kernel computes.</summary>
    private sealed record Doubled : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
            System.Numerics.Tensors.TensorPrimitives.Multiply(inputs[0].Span<float>(), 2, y.Span<float>());
    }

    /// <summary>An op of the user's own whose operator no other file can name.</summary>
    private sealed record Hidden : UnaryOp<HiddenOperator>
    {
        protected override Node? Gradient(Node x, Node y, Node dy) => null;
    }

    private readonly struct HiddenOperator : IUnaryOperator
    {
        public static V Apply<W, V, T>(V x)
            where W : struct, ISimd<V, T> where V : struct where T : unmanaged => NegateOperator.Apply<W, V, T>(x);
    }
}
