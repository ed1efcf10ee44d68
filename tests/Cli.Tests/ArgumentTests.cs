namespace NeuralJit.Cli.Tests;

/// <summary>Wrong arguments and files: one line on stderr, exit code 2, nothing else.</summary>
public sealed class ArgumentTests
{
    [TestCase("", "command")]
    [TestCase("nope", "'nope'")]
    [TestCase("demo nope", "'nope'")]
    [TestCase("demo --bogus", "'--bogus'")]
    [TestCase("demo --seeds", "--seeds")]
    [TestCase("demo --seeds x", "--seeds needs a whole number from 1 to 100, got 'x'")]
    [TestCase("demo --seeds 0", "--seeds needs a whole number from 1 to 100, got '0'")]
    [TestCase("demo --epochs -1", "--epochs needs a whole number")]
    [TestCase("demo --threads 99999999999", "--threads needs a whole number")]
    [TestCase("inspect", "argument")]
    [TestCase("inspect nope", "'nope'")]
    [TestCase("inspect demo --vector-bits 7", "--vector-bits")]
    public void Wrong_arguments_give_one_line_and_exit_code_2(string arguments, string expected)
    {
        Outcome outcome = Tool.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        ExpectComplaint(outcome, expected);
    }

    [Test]
    public void A_file_that_cannot_be_written_gives_one_line_and_exit_code_2()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "no", "such", "folder.txt");
        ExpectComplaint(Tool.Run("inspect", "demo", "--output", path), "folder.txt");
    }

    [Test]
    public void Help_lists_the_commands()
    {
        Outcome outcome = Tool.Run("--help");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Output, Does.Contain("demo").And.Contain("inspect"));
            Assert.That(outcome.Errors, Is.Empty);
        }
    }

    private static void ExpectComplaint(Outcome outcome, string expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(2));
            Assert.That(outcome.Output, Is.Empty);
            Assert.That(outcome.Errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(outcome.Errors, Does.StartWith("neuraljit: ").And.Contain(expected));
            Assert.That(outcome.Errors, Does.Not.Contain("   at "));
        }
    }
}
