using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralJit.Architecture.Tests;

/// <summary>Lines fit a screen. Only text that cannot be cut, in raw and verbatim strings, may be longer.</summary>
public sealed class LineTests
{
    private const int MostColumns = 140;

    [Test]
    public void Lines_fit_a_screen() =>
        Assert.That(Repository.Files("*.cs").SelectMany(f => TooLong(Repository.Relative(f), File.ReadAllText(f))), Is.Empty);

    [TestCase("class A { /* {0} */ }", 1)]
    [TestCase("class A { string b = \"{0}\"; }", 1)]
    [TestCase("class A { string b = @\"{0}\"; }", 0)]
    [TestCase("class A { string b = $\"\"\"{0}\"\"\"; }", 0)]
    public void Only_what_cannot_be_cut_may_be_longer(string text, int wrong) =>
        Assert.That(
            TooLong("a.cs", text.Replace("{0}", new string('x', MostColumns), StringComparison.Ordinal)).Count(), Is.EqualTo(wrong));

    private static IEnumerable<string> TooLong(string file, string text)
    {
        if (text.Split('\n').All(line => line.Length <= MostColumns))
        {
            return [];
        }
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));
        return tree.GetText().Lines
            .Where(line => line.End - line.Start > MostColumns && !CannotBeCut(tree.GetRoot(), line.Start + MostColumns))
            .Select(line => $"{file}:{line.LineNumber + 1} has {line.End - line.Start} columns, at most {MostColumns} fit");
    }

    private static bool CannotBeCut(SyntaxNode root, int position) =>
        root.FindToken(position).Parent!.AncestorsAndSelf().Any(node => node switch
        {
            LiteralExpressionSyntax literal => IsWhole(literal.Token.Text),
            InterpolatedStringExpressionSyntax text => IsWhole(text.StringStartToken.Text),
            _ => false,
        });

    private static bool IsWhole(string start) =>
        start.TrimStart('$').StartsWith('@') || start.StartsWith("@$", StringComparison.Ordinal)
            || start.Contains("\"\"\"", StringComparison.Ordinal);
}
