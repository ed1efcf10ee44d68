using System.Reflection;
using System.Text.RegularExpressions;

namespace NeuralJit.Tests;

/// <summary>
/// Variables stand in expressions like nodes: every operator with every kind of other operand gives the graph of the variable's read.
/// </summary>
public sealed partial class VariableOperatorTests
{
    private static readonly Parameter W = new(TensorData.From([2], 3, -2), "w"), V = new(TensorData.From([2], 0.5f, 4), "v");

    private static IEnumerable<TestCaseData> Operators =>
        from method in typeof(Variable).GetMethods(BindingFlags.Public | BindingFlags.Static)
        where method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal) && method.Name != "op_Implicit"
        select new TestCaseData(
            method)
        { TestName = $"{method.Name}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})" };

    [TestCaseSource(nameof(Operators))]
    public void An_operator_of_variables_is_that_of_their_reads(object called)
    {
        var method = (MethodInfo)called;
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", new TensorType(DType.Float32, [2]));
        Type[] types = [.. method.GetParameters().Select(p => p.ParameterType)];
        object Operand(Type type, Variable variable) => type == typeof(Node) ? x : type == typeof(double) ? 1.5 : variable;
        object[] given = [.. types.Select((t, i) => Operand(t, i == 0 ? W : V))];
        var actual = (Node)method.Invoke(null, given)!;
        Node expected = ByReads(method.Name, [.. given.Select(g => g is Variable variable ? variable.Read() : g)]);
        Assert.That(Text(x, actual), Is.EqualTo(Text(x, expected)));
    }

    [Test]
    public void Each_operator_of_nodes_for_numbers_has_one_for_variables_in_every_order()
    {
        string[] numeric =
            [.. typeof(Node).Assembly.GetExportedTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.Name.StartsWith("op_", StringComparison.Ordinal) && m.GetParameters().Any(p => p.ParameterType == typeof(Node))
                && m.GetParameters().Any(p => p.ParameterType == typeof(double)))
            .Select(m => m.Name).Distinct().Order()];
        string[] own = [.. Operators.Select(c => c.TestName!)];
        Assert.That(numeric, Has.Length.EqualTo(9));
        foreach (
            string pair in (string[])["Variable, Variable", "Variable, Node", "Node, Variable", "Variable, Double", "Double, Variable"])
        {
            Assert.That(own, Is.SupersetOf(numeric.Select(n => $"{n}({pair})")));
        }
        Assert.That(own, Does.Contain("op_UnaryNegation(Variable)"));
    }

    [Test]
    public void Expressions_of_parameters_compile_and_compute()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node y = (W * 3) + (1 - V) - (W / V) + -W;
        Assert.That(y.Data.Span<float>().ToArray(), Is.EqualTo(new float[] { 9 + 0.5f - 6 - 3, -6 - 3 + 0.5f + 2 }));
        Assert.That((W > V).Data.Span<bool>().ToArray(), Is.EqualTo(new[] { true, false }));
    }

    // Without the places in this file.
    private static string Text(Node x, Node y) => Place().Replace(GraphText.Print(Graph.Create([x], [y])), "");

    [GeneratedRegex("  # .*")]
    private static partial Regex Place();

    private static Node ByReads(string name, object[] operands) => (name, operands) switch
    {
        ("op_UnaryNegation", [Node a]) => -a,
        (_, [Node a, Node b]) => Binary(name, a, b),
        (_, [Node a, double b]) => Binary(name, a, a.ScalarLike(b)),
        (_, [double a, Node b]) => Binary(name, b.ScalarLike(a), b),
        _ => throw new NotSupportedException(name),
    };

    private static Node Binary(string name, Node a, Node b) => name switch
    {
        "op_Addition" => a + b,
        "op_Subtraction" => a - b,
        "op_Multiply" => a * b,
        "op_Division" => a / b,
        "op_Modulus" => a % b,
        "op_LessThan" => a < b,
        "op_GreaterThan" => a > b,
        "op_LessThanOrEqual" => a <= b,
        "op_GreaterThanOrEqual" => a >= b,
        _ => throw new NotSupportedException(name),
    };
}
