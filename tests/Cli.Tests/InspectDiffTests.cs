using System.Text;
using System.Text.RegularExpressions;
using NeuralJit.Tests;

namespace NeuralJit.Cli.Tests;

/// <summary>Two compilations compared: with a report of before, with another model, with a graph's file.</summary>
public sealed partial class InspectDiffTests
{
    private const string Model = "mlp:hidden=8:batch=2";

    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void WriteReport()
    {
        folder = new TemporaryFolder();
        Tool.Run("inspect", Model, "--format", "json", "--out", folder["before.json"]).ExpectSuccess();
        Tool.Run("inspect", Model, "--stage", "written", "--out", folder["written.txt"]).ExpectSuccess();
    }

    [OneTimeTearDown]
    public void RemoveReport() => folder.Dispose();

    [Test]
    public void Nothing_has_changed_since_the_report() => ExpectNoDifference(Diff("before.json"));

    [Test]
    public void The_graph_from_a_file_is_the_same() => ExpectNoDifference(Diff("written.txt"));

    [Test]
    public void The_same_op_by_op_has_more_kernels()
    {
        string text = Tool.Run("inspect", Model, "--diff", "eager").ExpectSuccess();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Match("^--- mlp .* · op by op "));
            Assert.That(text, Does.Match(@"
kernels +[0-9]+ → +[0-9]+  -"));
            Assert.That(text, Does.Match(@"
uses within a kernel +0 → "));
        }
    }

    [Test]
    public void Moved_lines_of_source_are_no_difference()
    {
        const string WithPlaces = "lenet:batch=2";
        Tool.Run("inspect", WithPlaces, "--out", folder["lenet.json"]).ExpectSuccess();
        string report = File.ReadAllText(folder["lenet.json"]), moved = SourceLine().Replace(report, ".cs:1");
        Assert.That(moved, Is.Not.EqualTo(report));
        folder.Write("moved.json", Encoding.UTF8.GetBytes(moved));
        ExpectNoDifference(Tool.Run("inspect", WithPlaces, "--diff", folder["moved.json"]).ExpectSuccess());
    }

    [Test]
    public void Another_model_differs_where_it_does()
    {
        string text = Tool.Run("inspect", "mlp:hidden=16:batch=2", "--diff", folder["before.json"]).ExpectSuccess();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                text, Does.Match(@"^--- mlp .* hidden=8\) · inference · batch 2 .*\n\+\+\+ mlp .* hidden=16\) · inference · batch 2 "));
            Assert.That(text, Does.Match(@"\ncomputed +25\.46 kFLOP → +50\.90 kFLOP  \+99\.9 %\n"));
            Assert.That(text, Does.Match(@"\nkernels +4 → +4  same\n"));
            Assert.That(text, Does.Match(@"\n- %\d+ = parameter f32\[8,784\] ""1\.weight""")
                .And.Match(@"\n\+ %\d+ = parameter f32\[16,784\] ""1\.weight"""));
            Assert.That(text, Does.Match(@"\n  %0 = input "), "what is around it");
        }
    }

    [Test]
    public void Two_models_can_be_compared_with_their_times()
    {
        string text = Tool.Run("inspect", "mlp:hidden=16", "--batch", "4", "--train", "--profile", "--diff", "mlp:hidden=8")
            .ExpectSuccess();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                text, Does.Match(
                @"^--- mlp .* hidden=8\) · training step with adam · batch 4 .*\n\+\+\+ mlp .* hidden=16\) · training step with adam · batch 4 "));
            Assert.That(text, Does.Match(@"\nrun \(median\) +[0-9.]+ µs → +[0-9.]+ µs  "));
        }
    }

    [Test]
    public void A_page_holds_both_reports()
    {
        string page = Tool.Run("inspect", "mlp:hidden=16:batch=2", "--format", "html", "--diff", folder["before.json"]).ExpectSuccess();
        Assert.That(Forms.Reports(page), Is.EqualTo(new[]
        {
            "mlp (channels=1 size=28 classes=10 hidden=16) · inference · batch 2",
            "mlp (channels=1 size=28 classes=10 hidden=8) · inference · batch 2",
        }));
    }

    [Test]
    public void What_is_no_report_of_this_version_is_refused()
    {
        string report = File.ReadAllText(folder["before.json"]);
        string[] before = [.. folder.Files, "other.json"];
        foreach ((string content, string expected) in new[]
        {
            (report.Replace("\"version\": 1,", "\"version\": 7,", StringComparison.Ordinal),
                "other.json is a report of version 7, this NeuralJit reads version 1; write it again"),
            (report.Replace("\"version\": 1,", "", StringComparison.Ordinal), "other.json is a report of version (none)"),
            (report.Replace("neuraljit-report", "other-report", StringComparison.Ordinal),
                "other.json is no report: its member \"format\" should be \"neuraljit-report\""),
            (report[..(report.Length / 2)], "other.json is no complete report"),
            ("{\"format\": \"neuraljit-report\", \"version\": 1}", "other.json is no complete report"),
            ("[1, 2]", "other.json is no report"),
            ("hello", "other.json is no complete report"),
            ("", "other.json is no complete report"),
        })
        {
            folder.Write("other.json", Encoding.UTF8.GetBytes(content));
            Tool.Run("inspect", Model, "--diff", folder["other.json"], "--out", folder["out"]).ExpectRefusal(expected);
            Assert.That(folder.Files, Is.EquivalentTo(before.Distinct()), "nothing is written");
        }
    }

    private string Diff(string file) => Tool.Run("inspect", Model, "--diff", folder[file]).ExpectSuccess();

    private static void ExpectNoDifference(string text)
    {
        string[] lines = text.Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Count(l => l == "  no difference"), Is.EqualTo(2), text);
            Assert.That(lines.Where(l => l.Contains(" → ", StringComparison.Ordinal)), Is.Not.Empty.And.All.EndsWith("  same"));
        }
    }

    [GeneratedRegex(@"\.cs:\d+")]
    private static partial Regex SourceLine();
}
