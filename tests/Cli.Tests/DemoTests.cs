using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralJit.Cli.Tests;

/// <summary>The demonstration, from training to the comparison with eager mode.</summary>
public sealed partial class DemoTests
{
    [Test]
    public void One_epoch_shows_everything_in_plain_text()
    {
        Outcome outcome = Tool.Run("demo", "--epochs", "1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
            Assert.That(outcome.Errors, Is.Empty);
            Assert.That(outcome.Output, Does.Contain("Linear(in_features=64, out_features="));
            Assert.That(outcome.Output, Does.Contain("held-out accuracy"));
            Assert.That(outcome.Output, Does.Contain("nodes before"));
            Assert.That(outcome.Output, Does.Contain("arena"));
            Assert.That(outcome.Output, Does.Contain("forward"));
            Assert.That(outcome.Output, Does.Contain("training step"));
            Assert.That(outcome.Output, Does.Not.Contain("\u001b"), "plain output has no escape sequences");
            Assert.That(outcome.Output, Does.Not.Contain("\r"), "plain output is not redrawn");
        }
    }

    [Test]
    public void Five_seeds_reach_97_percent_in_the_median()
    {
        Outcome outcome = Tool.Run("demo", "--seeds", "5");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
        Match median = MedianAccuracy().Match(outcome.Output);
        Assert.That(median.Success, Is.True, outcome.Output);
        Assert.That(double.Parse(median.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(97.0));
    }

    [Test]
    public void The_same_seed_gives_the_same_accuracy_at_any_thread_count()
    {
        string[] accuracies = [.. new[] { "1", "2" }.Select(t => Accuracy().Match(Tool.Run("demo", "--epochs", "2", "--seed", "7", "--threads", t).Output).Value)];
        Assert.That(accuracies[0], Is.Not.Empty.And.EqualTo(accuracies[1]));
    }

    [Test]
    public void Interrupting_ends_after_the_step_and_reports()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("the test sends the signal with the kill command, which Windows does not have");
        }
        Outcome outcome = Tool.Interrupt("epoch", "demo", "--epochs", "100000");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(130));
            Assert.That(outcome.Output, Does.Contain("interrupted").And.Contain("held-out accuracy"));
            Assert.That(outcome.Errors, Is.Empty);
        }
    }

    [GeneratedRegex(@"median held-out accuracy over 5 seeds: ([0-9.]+) %")]
    private static partial Regex MedianAccuracy();

    [GeneratedRegex(@"held-out accuracy[^\n]*%")]
    private static partial Regex Accuracy();
}
