using NeuralJit.Compilation;

namespace NeuralJit.Inspection.Tests;

/// <summary>Reports and differences as text.</summary>
internal sealed class TextTests
{
    [TestCaseSource(typeof(Compilations), nameof(Compilations.Names))]
    public void The_report_shows_every_value_kernel_rule_and_refusal(string name)
    {
        CompiledProgram program = Compilations.Compile(name);
        ReportDocument document = DocumentBuilder.Of(program, name, program.Profile(2));
        string text = TextReport.Write(document);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.StartWith(name + "\n"));
            Assert.That(
                document.Stages[^1].Nodes.All(n => text.Contains(document.Nodes[n].Text + "\n", StringComparison.Ordinal)), Is.True);
            Assert.That(document.Kernels.All(k => text.Contains($"{k.Name} ({k.Kind}", StringComparison.Ordinal)
                && text.Contains(document.SourceOf(k), StringComparison.Ordinal)), Is.True);
            Assert.That(
                document.Stages.SelectMany(s => s.Rewrites).All(r => text.Contains(" × " + r.Rule, StringComparison.Ordinal)), Is.True);
            Assert.That(document.Fusion.Where(f => !f.Fused)
                .All(f => text.Contains($"%{f.Producer} → %{f.Consumer}: {f.Text}\n", StringComparison.Ordinal)), Is.True);
        }
    }

    [TestCaseSource(typeof(Compilations), nameof(Compilations.Names))]
    public void A_report_does_not_differ_from_itself(string name)
    {
        ReportDocument document = DocumentBuilder.Of(Compilations.Compile(name), name);
        string[] lines = DocumentDiff.Write(document, document).Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Count(l => l == "  no difference"), Is.EqualTo(2));
            Assert.That(lines.Where(l => l.Contains(" → ", StringComparison.Ordinal)), Has.All.EndsWith("  same"));
        }
    }

    [Test]
    public void A_difference_shows_what_went_and_what_came()
    {
        ReportDocument before = Of(x => x.Exp().Tanh()), after = Of(x => x.Exp().Sigmoid());
        string text = DocumentDiff.Write(before, after);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("\n- %2 = tanh f32[8]"));
            Assert.That(text, Does.Match(@"\n\+ %\d+ = sigmoid f32\[8\]"));
            Assert.That(text, Does.Contain("\n  %1 = exp f32[8]"));
        }
    }

    [TestCase("", "", "")]
    [TestCase("abc", "abc", "abc")]
    [TestCase("abc", "", "-a-b-c")]
    [TestCase("", "ab", "+a+b")]
    [TestCase("abcd", "abxd", "ab-c+xd")]
    [TestCase("abcabba", "cbabac", null)]
    [TestCase("xaxbxc", "abc", null)]
    public void Lines_are_paired_in_order(string before, string after, string? expected)
    {
        string[] b = [.. before.Select(c => c.ToString())], a = [.. after.Select(c => c.ToString())];
        List<(int Before, int After)> pairs = LineDifference.Of(b, a);
        string text = string.Concat(pairs.Select(p => p.After < 0 ? "-" + b[p.Before] : p.Before < 0 ? "+" + a[p.After] : a[p.After]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pairs.Where(p => p.Before >= 0).Select(p => p.Before), Is.EqualTo(Enumerable.Range(0, b.Length)));
            Assert.That(pairs.Where(p => p.After >= 0).Select(p => p.After), Is.EqualTo(Enumerable.Range(0, a.Length)));
            Assert.That(pairs.Where(p => p is { Before: >= 0, After: >= 0 }).All(p => b[p.Before] == a[p.After]), Is.True);
            Assert.That(expected ?? text, Is.EqualTo(text));
        }
    }

    private static ReportDocument Of(Func<Node, Node> function) => DocumentBuilder.Of(Compiler.Compile(function).For([8]));
}
