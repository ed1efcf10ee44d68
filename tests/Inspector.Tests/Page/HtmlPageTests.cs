using System.Text.RegularExpressions;
using NeuralJit.Compilation;

namespace NeuralJit.Inspection.Tests;

/// <summary>The file as text: whole, closed to every network, and not to be broken by what a report contains.</summary>
public partial class HtmlPageTests
{
    [Test]
    public void All_placeholders_are_filled() => Assert.That(Write([SyntheticReport.Full()]), Does.Not.Contain("{{"));

    [Test]
    public void Nothing_but_data_is_referred_to() =>
        Assert.That(Reference().Matches(Write([])).Select(m => m.Groups[1].Value), Has.All.StartWith("data:").And.No.Empty);

    [Test]
    public void Every_module_is_in_the_import_map_under_its_path()
    {
        string page = Write([]);
        foreach (string path in PageFiles.Paths.Where(p => p.EndsWith(".js", StringComparison.Ordinal)))
            Assert.That(page, Does.Contain($"\"#{path[..^3]}\":\"data:text/javascript;base64,"));
    }

    [Test]
    public void The_policy_forbids_what_it_does_not_name() =>
        Assert.That(Write([]), Does.Contain("content=\"default-src 'none'; script-src 'sha256-"));

    [TestCase("</script><script>alert(1)</script>")]
    [TestCase("<!--<script>")]
    [TestCase("{{styles}}")]
    public async Task No_text_of_a_report_leaves_its_place(string text)
    {
        string report = SyntheticReport.Empty().Replace("empty graph", text, StringComparison.Ordinal);
        Assert.That(report, Does.Contain(text), "the report's title has changed");
        await using BrowserPage page = await BrowserPage.OpenAsync([report]);
        Assert.That(await page.Page.InnerTextAsync("h1"), Is.EqualTo(text));
        page.AssertQuiet();
    }

    [Test]
    public async Task The_browser_refuses_connections()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([SyntheticReport.Empty()]);
        string answer = await page.RunAsync<string>(
            "try { await fetch('data:text/plain,x'); return 'loaded'; } catch { return 'refused'; }");
        Assert.That(answer, Is.EqualTo("refused"));
    }

    [TestCase("{", "not valid JSON")]
    [TestCase("""{"format":"neuraljit-report","version":99}""", "version 99, this page reads version 1")]
    [TestCase("""{"format":"other"}""", "no NeuralJit report")]
    public async Task A_report_that_cannot_be_read_is_one_clear_message(string report, string expected)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([report]);
        Assert.That(await page.Page.InnerTextAsync("[role=alert]"), Does.Contain(expected));
        page.AssertQuiet();
    }

    [Test]
    public async Task A_page_without_reports_says_so()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync([]);
        Assert.That(await page.Page.InnerTextAsync("[role=alert]"), Does.Contain("holds no report"));
    }

    [Test]
    public async Task A_broken_report_does_not_hide_a_good_one()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(["{", SyntheticReport.Full()]);
        Assert.Multiple(async () =>
        {
            Assert.That(await page.Page.InnerTextAsync(".banner"), Does.Contain("Report 1 is not valid JSON"));
            Assert.That(await page.Page.InnerTextAsync("h1"), Is.EqualTo("3 layers · training step"));
        });
    }

    [Test]
    public void A_program_writes_its_page_in_one_call()
    {
        CompiledProgram program = Compiler.Compile(x => x.Tanh() + 1).For([4]);
        string path = Path.Combine(Path.GetTempPath(), $"neuraljit-{Guid.NewGuid():N}.html");
        try
        {
            program.WriteHtml(path, "my <program>");
            string page = File.ReadAllText(path);
            Assert.That(page,
                Does.StartWith("<!doctype html>").IgnoreCase.And.Contain("<title>my &lt;program&gt;</title>").And.Contain("_tanh_add"));
        }
        finally
        {
            File.Delete(path);
        }
        Assert.That(() => program.WriteHtml(Path.Combine(path, "no", "folder.html")), Throws.InstanceOf<IOException>());
    }

    private static string Write(IReadOnlyList<string> reports)
    {
        using var writer = new StringWriter();
        HtmlPage.Write(writer, reports);
        return writer.ToString();
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Reference();
}
