using System.Text.RegularExpressions;

namespace NeuralJit.Architecture.Tests;

/// <summary>What the pages say is so.</summary>
public sealed partial class DocumentationTests
{
    [Test]
    public void The_example_of_the_readme_is_the_one_that_is_compiled()
    {
        string[] compiled = Statements(Repository.Read("tests/Architecture.Tests/ReadmeExample.cs"));
        string[] shown = [.. Lines(CSharpBlock().Match(Repository.Read("README.md")).Groups[1].Value)];
        Assert.That(shown, Is.EqualTo(compiled));
    }

    [Test]
    public void The_code_of_the_packages_readme_is_what_is_compiled()
    {
        string[] blocks = [.. CSharpBlock().Matches(Repository.Read("src/Package/README.md")).Select(m => m.Groups[1].Value)
            .Where(b => !b.StartsWith("sealed class", StringComparison.Ordinal))];
        var compiled = new Queue<string>(Lines(Repository.Read("tests/Architecture.Tests/PackageReadmeExample.cs")));
        foreach (string shown in blocks.SelectMany(Lines))
        {
            while (compiled.TryDequeue(out string? line) && line != shown)
            {
            }
            Assert.That(compiled, Is.Not.Empty, $"not in the example, or not in this order: {shown}");
        }
    }

    [Test]
    public void The_code_of_the_packages_readme_runs()
    {
        string before = Environment.CurrentDirectory, folder = Directory.CreateTempSubdirectory().FullName;
        Environment.CurrentDirectory = folder;
        try
        {
            PackageReadmeExample.Run();
            Assert.That(
                Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "digits.safetensors", "digits.html" }));
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void The_example_of_the_readme_runs()
    {
        TextWriter console = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            ReadmeExample.Run();
        }
        finally
        {
            Console.SetOut(console);
        }
        Assert.That(written.ToString(), Does.Match("held-out accuracy 9[6-9]"));
    }

    [Test]
    public void Links_lead_to_files()
    {
        foreach (string page in Repository.Files("*.md"))
        {
            Assert.That(BrokenLinks(File.ReadAllText(page), Path.GetDirectoryName(page)!), Is.Empty, Repository.Relative(page));
        }
    }

    [Test]
    public void A_broken_link_is_reported() =>
        Assert.That(BrokenLinks("see [this](no/such/page.md) and [that](https://example.org)", Repository.Root),
            Is.EqualTo(new[] { "no/such/page.md" }));

    private static string[] BrokenLinks(string text, string folder) =>
        [.. Link().Matches(text).Select(m => m.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal))
            .Where(l => !Path.Exists(Path.Combine(folder, l.Split('#')[0])))];

    /// <summary>The usings and the body of the example's method.</summary>
    private static string[] Statements(string source)
    {
        string[] lines = [.. Lines(source)];
        return
        [
            .. lines.Where(l => l.StartsWith("using ", StringComparison.Ordinal)),
            .. lines.SkipWhile(l => l != "public static void Run()").Skip(2).TakeWhile(l => l != "}"),
        ];
    }

    private static IEnumerable<string> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
