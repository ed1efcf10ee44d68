using NeuralJit.Fuzz;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Random graphs on all engines against the independent reference: the same as <c>dotnet run -c Release --project tests/Fuzz -- --graphs
/// 2000 --seed 1</c>.
/// </summary>
internal sealed class FuzzTests
{
    private const int Graphs = 2000;
    private const int FirstSeed = 1;

    [Test]
    public void Two_thousand_random_graphs_have_no_difference()
    {
        var text = new StringWriter();
        var run = new FuzzRun(text, mostFound: 3);
        run.Run(FirstSeed, Graphs, Environment.ProcessorCount);
        Assert.That(run.Found, Is.Zero, text.ToString());
    }

    [Test]
    public void Seeds_give_the_same_graph_again_and_different_ones_differ()
    {
        string Text(int seed) => GraphText.Print(CaseGenerator.Make(seed).Graph, origins: false);
        string five = Text(5), again = Text(5);
        Assert.That(again, Is.EqualTo(five));
        Assert.That(Text(6), Is.Not.EqualTo(five));
    }

    // The reference must be able to say no: a wrong pass is found, and shrunk to the node that it is about.
    [Test]
    public void A_wrong_rule_is_found_and_shrunk()
    {
        var wrong = RulePass.Of("wrong", new Rule("tanh(x) → x", node => node.Op is Tanh ? node.Inputs[0] : null));
        Difference? Run(FuzzCase c)
        {
            c.Reset();
            Dictionary<Node, Approx> expected = c.Evaluate();
            var options = new CompileOptions { Threads = 1, Random = c.Random, Passes = [wrong, .. Pipeline.Passes] };
            TensorData[] outputs = Engines.Run(Compiler.Compile(c.Graph, options), c);
            string? what = outputs.Zip(c.Graph.Outputs.ToArray()).Select(p => Compare.Outside(p.First, expected[p.Second]))
                .FirstOrDefault(text => text is not null);
            return what is null ? null : new Difference("wrong", what);
        }
        Recipe tanh = Recipes.All.First(r => r.Name == "Tanh");
        FuzzCase found = Enumerable.Range(1, 50).Select(seed => CaseGenerator.Make(seed, tanh)).First(c => Run(c) is not null);
        FuzzCase smallest = Shrinker.Shrink(found, Run(found)!, Run, out Difference last);
        Assert.That(smallest.Graph.Nodes.ToArray().Select(n => n.Op.Name), Does.Contain("tanh"));
        Assert.That(smallest.Graph.Nodes.Length, Is.LessThanOrEqualTo(4), CaseText.Of(smallest, last));
    }

    [Test]
    public void A_number_is_wrong_beyond_its_bound_only()
    {
        var expected = new Approx(new TensorType(DType.Float32, [2]));
        (expected[0], expected[1]) = (new Num(1, 1e-6), -0.0);
        Assert.That(Compare.Outside(TensorData.From([2], 1.0000005f, -0f), expected), Is.Null);
        Assert.That(Compare.Outside(TensorData.From([2], 1.00001f, -0f), expected), Is.Not.Null);
        Assert.That(Compare.Outside(TensorData.From([2], 1, 0), expected), Is.Not.Null);
        Assert.That(Compare.Outside(TensorData.From([2], float.NaN, -0f), expected), Is.Not.Null);
    }
}
