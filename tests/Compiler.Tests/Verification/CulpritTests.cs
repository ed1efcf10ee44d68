using System.Linq.Expressions;
using NeuralJit.Kernels;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Whatever makes a result wrong is named: the rule and the node, the pass, or the kernel.</summary>
internal sealed class CulpritTests
{
    private static readonly TensorData X = Samples.Uniform([4, 6], 0.5, 2);

    [Test]
    public void A_wrong_rule_is_named_with_what_it_was_applied_to([Values] bool generate)
    {
        Pass wrong = RulePass.Of(
            "wrong pass", new Rule("x·2 → x", n => n.Op is Multiply && n.Inputs[1].IsConstant(2) ? n.Inputs[0] : null));
        VerificationReport report = Verify(x => [x[0].Exp() * 2 + 1, x[0].Tanh()], With(wrong) with { GenerateCode = generate });
        Assert.That(report.Results.Select(r => r.Passed), Is.EqualTo(new[] { false, true }));
        Culprit culprit = report.Culprit!;
        Assert.That(culprit.Pass, Is.EqualTo("wrong pass"));
        Assert.That(culprit.Rule, Is.EqualTo("x·2 → x"));
        Assert.That(culprit.Before!.Op, Is.InstanceOf<Multiply>());
        Assert.That(culprit.After!.Op, Is.InstanceOf<Exp>());
        Assert.That(culprit.Kernel, Is.Null);
        Assert.That(
            report.ToString(), Does.Contain("verify: 1 of 2 results are right").And.Contain("output 0 f32[4,6]: MISMATCH, against eager ")
            .And.Contain("the rule \"x·2 → x\" of the pass \"wrong pass\" changed a result")
                .And.Contain("\n  before: multiply(exp(\"x0\"), 2)\n  after:  exp(\"x0\")")
            .And.Match(@"\n  at:     CulpritTests\.cs:\d+"));
    }

    [Test]
    public void Among_many_rewrites_the_first_wrong_one_is_named([Range(0, 6)] int wrongAt)
    {
        // Seven rewrites of which one is wrong: the others put a sum for x + 0.5 too, a right one.
        double constant = 0.5 + wrongAt;
        Pass pass = RulePass.Of("sums", new Rule("x − c → x + (−c)", n => n.Op is Subtract && n.Inputs[1].UniformConstant is { } c
            ? n.Inputs[0] + n.ScalarLike(c == constant ? c : -c) : null));
        VerificationReport report = Verify(
            x => [.. Enumerable.Range(0, 7).Select(i => (x[0] - (0.5 + i)).Tanh())], With(pass, first: true));
        Assert.That(report.Culprit?.Rule, Is.EqualTo("x − c → x + (−c)"));
        Assert.That(report.Culprit!.Before!.Inputs[1].UniformConstant, Is.EqualTo(constant));
    }

    [Test]
    public void A_rule_of_the_right_pass_is_not_blamed_for_an_earlier_one()
    {
        Pass right = RulePass.Of(
            "right", new Rule("x + x → x·2", n => n.Op is Add && ReferenceEquals(n.Inputs[0], n.Inputs[1]) ? n.Inputs[0] * 2 : null));
        Pass wrong = RulePass.Of("wrong", new Rule("exp → exp − 1", n => n.Op is Exp ? n.Inputs[0].Expm1() : null));
        CompileOptions options = new() { Passes = [right, wrong, .. Pipeline.Passes] };
        Assert.That(Verify(x => [(x[0] + x[0]).Exp()], options).Culprit, Is.Not.Null.And.Property(nameof(Culprit.Pass)).EqualTo("wrong"));
    }

    [Test]
    public void A_wrong_pass_that_is_not_made_of_rules_is_named()
    {
        var wrong = new Pass("doubles", (graph, _) =>
        {
            using GraphTrace trace = GraphTrace.Rewriting();
            return Graph.Create(graph.Inputs, [.. graph.Outputs.ToArray().Select(o => o * 2)], graph.Updates);
        });
        Culprit culprit = Verify(x => [x[0].Exp()], With(wrong)).Culprit!;
        Assert.That(culprit.Pass, Is.EqualTo("doubles"));
        Assert.That(culprit.Rule, Is.Null);
        Assert.That(culprit.ToString(), Is.EqualTo("the pass \"doubles\" changed a result"));
    }

    [Test]
    public void A_wrong_update_is_found()
    {
        var state = new State(Samples.Uniform([4, 6]), "mean");
        Pass wrong = RulePass.Of("wrong", new Rule("tanh → sin", n => n.Op is NeuralJit.Tanh ? n.Inputs[0].Sin() : null));
        VerificationReport report = Verify(x =>
        {
            GraphTrace.Current!.Update(state, (state + x[0]).Tanh());
            return [x[0] * 2];
        }, With(wrong));
        Assert.That(report.Results.Single(r => !r.Passed).Name, Is.EqualTo("\"mean\""));
        Assert.That(report.Culprit!.Rule, Is.EqualTo("tanh → sin"));
    }

    [TestCase("matmul")]
    [TestCase("log")]
    [TestCase("sum")]
    public void A_wrong_kernel_is_named_with_its_value(string wrong)
    {
        // Three kernels: a product, a sum of columns over which a logarithm is spread, and that.
        VerificationReport report = Verify(x =>
        {
            Node y = x[0].MatMul(x[0].T.Exp());
            Node s = y.Sum(0);
            return [s.Reshape([4, 1]).Log().MatMul(s.Reshape([1, 4]))];
        }, new CompileOptions { LambdaCompiler = new Spoiling(wrong) });
        Culprit? culprit = report.Culprit;
        Assert.That(culprit?.Kernel?.Name, Does.Contain(wrong), report.ToString);
        Assert.That(culprit!.Pass, Is.Null);
        Assert.That(culprit.Kernel!.Nodes, Does.Contain(culprit.Value));
        Assert.That(culprit.ToString(), Does.Contain(
            $"kernel {culprit.Kernel.Name} ({culprit.Kernel.Kind}) computes something else than its ops: ").And.Contain("\n  value:  "));
    }

    [Test]
    public void A_wrong_kernel_that_prepares_is_named()
    {
        var weight = new Parameter(Samples.Uniform([5, 6], 0.5, 2), "weight");
        VerificationReport report = Verify(
            x => [x[0].Linear(weight.Read().Log().Square())], new CompileOptions { LambdaCompiler = new Spoiling("log") });
        Assert.That(report.Culprit?.Kernel?.Prepared, Is.True, report.ToString);
    }

    [Test]
    public void Nobody_is_blamed_where_nobody_looks()
    {
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(x => [x[0].Exp().Sum(0)], X), new CompileOptions { LambdaCompiler = new Spoiling("") });
        VerificationReport report = program.Verify(new VerifyOptions { Bisect = false }, X);
        Assert.That(report.Passed, Is.False);
        Assert.That(report.Culprit, Is.Null);
    }

    [Test]
    public void What_no_one_did_alone_is_said_so() =>
        Assert.That(new Culprit().ToString(),
            Is.EqualTo("every pass and every kernel alone is within the tolerance: their rounding errors add up"));

    private static VerificationReport Verify(Func<Node[], Node[]> function, CompileOptions options) =>
        Compiler.Compile(Programs.Trace(function, X), options).Verify(X);

    private static CompileOptions With(Pass pass, bool first = false) =>
        new() { Passes = first ? [pass, .. Pipeline.Passes] : [.. Pipeline.Passes.Take(3), pass, .. Pipeline.Passes.Skip(3)] };

    /// <summary>Makes code that does nothing of the kernels whose name contains a text; each instance has kernels of its own.</summary>
    private sealed class Spoiling(string wrong) : ILambdaCompiler
    {
        public string Name { get; } = $"spoiling {Guid.NewGuid()}";

        public TDelegate Compile<TDelegate>(Expression<TDelegate> lambda) where TDelegate : Delegate =>
            lambda.Name!.Contains(wrong, StringComparison.Ordinal)
                ? (TDelegate)(Delegate)new ChunkBody((_, _, _) => { })
                : lambda.Compile();
    }
}
