using System.Reflection;
using System.Runtime.CompilerServices;
using NeuralJit.Fuzz;

namespace NeuralJit.Architecture.Tests;

/// <summary>The fuzzer covers every op: a recipe calls it, a rule of the reference computes it.</summary>
public sealed class FuzzerTests
{
    // Drawn by every graph or made by the generator itself, not by a recipe.
    private static readonly string[] MadeByTheGenerator = ["Apply", "Input", "Of", "TryOf", "Gradient"];

    private static readonly Type[] Ops =
        [.. typeof(Op).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && t != typeof(InputOp) && t != typeof(VariableRead))];

    [Test]
    public void Every_op_has_a_rule_in_the_reference() => Assert.That(WithoutRule(Ops), Is.Empty);

    [Test]
    public void An_op_without_a_rule_is_reported() =>
        Assert.That(WithoutRule([typeof(UnknownOp)]), Is.EqualTo(new[] { nameof(UnknownOp) }));

    [Test]
    public void Every_public_method_that_makes_a_value_has_a_recipe() =>
        Assert.That(WithoutRecipe(MethodsOfNodes(typeof(Op).Assembly)), Is.Empty);

    [Test]
    public void A_method_without_a_recipe_is_reported() =>
        Assert.That(WithoutRecipe(["NoSuchMethod"]), Is.EqualTo(new[] { "NoSuchMethod" }));

    // Ops that no method names, gradients above all, must come up too.
    [Test]
    public void Random_graphs_use_every_op()
    {
        var seen = new HashSet<Type>();
        for (int seed = 1; seed < 20_000 && Ops.Any(o => !seen.Contains(o)); seed++)
        {
            seen.UnionWith(CaseGenerator.Make(seed).Graph.Nodes.ToArray().Select(n => n.Op.GetType()));
        }
        Assert.That(Ops.Where(o => !seen.Contains(o)).Select(o => o.Name), Is.Empty);
    }

    private static string[] WithoutRule(IEnumerable<Type> ops) => [.. ops.Where(o => !Reference.Ops.Contains(o)).Select(o => o.Name)];

    private static string[] WithoutRecipe(IEnumerable<string> methods)
    {
        var named = Recipes.All.SelectMany(r => r.Names.Split(' ')).Concat(MadeByTheGenerator).ToHashSet();
        return [.. methods.Where(m => !named.Contains(m))];
    }

    // Extension members are compiled to static methods whose first parameter is the node, or which give one; other names of the same
    // methods make nothing new.
    private static IEnumerable<string> MethodsOfNodes(Assembly assembly) => assembly.GetExportedTypes()
        .Where(t => t.IsAbstract && t.IsSealed && !t.IsNested && t != typeof(PyTorchNames) || t == typeof(Node))
        .SelectMany(t => t.GetMethods(
            BindingFlags.Public | BindingFlags.Static | (t == typeof(Node) ? BindingFlags.Instance : 0) | BindingFlags.DeclaredOnly))
        .Where(m => GivesNodes(m.ReturnType) && (m.IsStatic || m.IsSpecialName && m.Name == "get_Item"))
        .Select(m => m.Name).Distinct();

    private static bool GivesNodes(Type type) => type == typeof(Node) || type == typeof(Node[])
        || type.IsAssignableTo(typeof(ITuple)) && type.GetGenericArguments().All(a => a == typeof(Node));

    private sealed record UnknownOp : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => throw new NotSupportedException();
    }
}
