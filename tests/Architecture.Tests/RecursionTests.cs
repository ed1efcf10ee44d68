using NeuralJit.Compilation;
using NeuralJit.Inspection;
using NeuralJit.Kernels;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Architecture.Tests;

/// <summary>Graphs may be deeper than any stack, so no method calls itself but where something else bounds how often.</summary>
public sealed class RecursionTests
{
    // One method of each circle, and what bounds its depth.
    private static readonly Dictionary<string, string> Bounded = new()
    {
        ["NeuralJit.Kernels.Reduction.Run"] = "a reduction that is copied is run once more",
        ["NeuralJit.Kernels.Reduction.Eliminate"] = "dimensions",
        ["NeuralJit.Kernels.ReductionStep`2.Run"] = "dimensions",
        ["NeuralJit.Kernels.MatrixMultiply.Run"] = "a product is transposed once",
        ["NeuralJit.Kernels.PhasePlanes.GreatestCommonDivisor"] = "Euclid: digits of the numbers",
        ["NeuralJit.DTypes.DispatchStorage"] = "from one type to another",
        ["NeuralJit.Prod.OfOthers"] = "halves of an axis",
        ["NeuralJit.PadExtensions.Pad"] = "what is cut off is cut off once",
        ["NeuralJit.TensorPrinter+Block.Collect"] = "dimensions",
        ["NeuralJit.TensorPrinter+Block.Bracket"] = "dimensions",
        ["NeuralJit.GraphDot.AppendCluster"] = "frames: Diagram.DeepestCluster",
        ["NeuralJit.GraphMermaid.AppendCluster"] = "frames: Diagram.DeepestCluster",
        ["NeuralJit.Node.Apply"] = "definitions of composites by composites",
        ["NeuralJit.CompositeOp.Flops"] = "definitions of composites by composites",
        ["NeuralJit.CompositeOp.Gradients"] = "definitions of composites by composites",
        ["NeuralJit.Compilation.ContractionEmitter.EmitDepth"] = "loops over a product's depth",
        ["NeuralJit.Compilation.CSharpPrinter.Wrapped"] = "the code of one kernel, whose ops are limited",
        ["NeuralJit.Compilation.CSharpPrinter.Statement"] = "the code of one kernel, whose ops are limited",
        ["NeuralJit.Compilation.CSharpExpressions.Text"] = "the code of one kernel, whose ops are limited",
        ["NeuralJit.Compilation.CSharpTypes.NameOf"] = "type arguments",
        ["NeuralJit.Compilation.BodyEmitter.Operation"] = "an operator whose lanes are computed one by one",
        ["NeuralJit.Compilation.NodeExpression.Append"] = "levels that are shown: NodeExpression.Deepest",
        ["NeuralJit.Compilation.Contraction.Evaluate"] = "one op stands for another",
        ["NeuralJit.Inspection.DocumentCheck.HasEmptyPlace"] = "the depth of JSON that the parser takes: 64",
        ["NeuralJit.NN.Module.Forward"] = "modules inside modules: Component.Enter looks at the stack",
    };

    private static readonly Lazy<IReadOnlyList<IReadOnlyList<string>>> Cycles = new(() =>
    [
        .. new CallGraph(new[] { typeof(BFloat16), typeof(Node), typeof(Compiler), typeof(ReportDocument), typeof(Module), typeof(Trainer) }
            .SelectMany(t => t.Assembly.GetTypes())).Cycles(),
    ]);

    [Test]
    public void No_method_calls_itself_unless_something_bounds_the_depth() =>
        Assert.That(Cycles.Value.Where(c => !c.Any(Bounded.ContainsKey)).Select(c => string.Join(", ", c)), Is.Empty,
            "make it a loop (TopologicalOrder helps), or say here what bounds it");

    [Test]
    public void Every_circle_of_the_list_is_there() =>
        Assert.That(Bounded.Keys.Except(Cycles.Value.SelectMany(c => c)), Is.Empty);

    [TestCase(nameof(Recursive.Direct))]
    [TestCase(nameof(Recursive.Mutual))]
    [TestCase(nameof(Recursive.ByDelegate))]
    [TestCase(nameof(Recursive.ByIterator))]
    [TestCase(nameof(Recursive.ByLambda))]
    [TestCase(nameof(Recursive.Virtual))]
    public void The_law_finds_recursion(string method) =>
        Assert.That(new CallGraph([typeof(Recursive), typeof(DeepRecursive),
            .. typeof(Recursive).GetNestedTypes(System.Reflection.BindingFlags.NonPublic)]).Cycles().SelectMany(c => c),
            Has.Some.EndsWith("." + method));

    [Test]
    public void The_law_finds_no_recursion_where_there_is_none() =>
        Assert.That(new CallGraph([typeof(CallGraph), .. typeof(CallGraph).GetNestedTypes(System.Reflection.BindingFlags.NonPublic)])
            .Cycles(), Is.Empty);

    private class Recursive
    {
        public static int Direct(int n) => n == 0 ? 0 : Direct(n - 1);

        public static int Mutual(int n) => n == 0 ? 0 : Other(n - 1);

        public static bool ByDelegate(int[] n) => n.Select(i => new[] { i }).All(ByDelegate);

        public static IEnumerable<int> ByIterator(int n)
        {
            foreach (int i in n == 0 ? [] : ByIterator(n - 1))
            {
                yield return i;
            }
        }

        public static int ByLambda(int n) => Enumerable.Range(0, n).Sum(i => ByLambda(i - n));

        public virtual int Virtual(int n) => n;

        private static int Other(int n) => Mutual(n);
    }

    private sealed class DeepRecursive : Recursive
    {
        public override int Virtual(int n) => new Recursive[] { this }[0].Virtual(n - 1);
    }
}
