using System.Text.RegularExpressions;

namespace NeuralJit.Cli.Tests;

/// <summary>The help of the tool and of its commands.</summary>
public sealed partial class HelpTests
{
    [TestCase("", "demo", "inspect", "compare", "train", "evaluate", "predict")]
    [TestCase("inspect", "--option", "--train", "--batch", "--optimizer", "--stage", "--all", "--format", "--out", "--open", "--verbose",
        "--input", "--loss", "--profile", "--trace", "--diff", "--threads", "--vector-bits")]
    [TestCase("compare", "--option", "--input", "--loss", "--batch", "--optimizer", "--threads", "--vector-bits")]
    public void Help_lists(string command, params string[] entries)
    {
        string help = Help(command);
        Assert.That(Listed().Matches(help).Select(m => m.Groups[1].Value), Is.SupersetOf(entries));
    }

    [TestCase("inspect", "written", "gradients", "kernels", "plan", "code", "csharp", "mermaid", "mobilenetv2", "encoder")]
    [TestCase("compare", "mobilenetv2", "encoder")]
    public void Help_shows_examples_with_options_that_there_are(string command, params string[] words)
    {
        string help = Help(command);
        string[] options = [.. Listed().Matches(help).Select(m => m.Groups[1].Value)];
        string[] examples = [.. Examples().Matches(help).Select(m => m.Groups[1].Value)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(help, Does.Contain("Examples:"));
            Assert.That(examples, Has.Length.AtLeast(2).And.All.StartWith(command + " "));
            Assert.That(examples.SelectMany(e => Options().Matches(e)).Select(m => m.Value).Distinct(), Is.Not.Empty.And.SubsetOf(options));
            Assert.That(words.Where(w => !help.Contains(w, StringComparison.Ordinal)), Is.Empty);
        }
    }

    [Test]
    public void The_name_alone_prints_the_help() => Assert.That(Tool.Run().ExpectSuccess(), Is.EqualTo(Help("")));

    private static string Help(string command) => Outcomes.Of($"{command} --help".TrimStart()).ExpectSuccess();

    [GeneratedRegex(@"^  (?!neuraljit)(-{0,2}[a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^ +neuraljit ([a-z].*)$", RegexOptions.Multiline)]
    private static partial Regex Examples();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex Options();
}
