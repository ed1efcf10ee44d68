using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralJit.Cli.Tests;

/// <summary>The demonstration, from training to the comparison with eager mode.</summary>
public sealed partial class DemoTests
{
    [Test]
    public void It_fits_a_screen_of_24_lines_and_80_columns()
    {
        string output = Tool.Run("demo").ExpectSuccess();
        string[] lines = output.TrimEnd('\n').Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Length.AtMost(24).And.All.Length.AtMost(80), output);
            Assert.That(output, Does.Match(@"\ntraining  trained 60 epochs, 2700 steps: compiled in [0-9.]+ s, trained in [0-9.]+ s\n"));
            Assert.That(output, Does.Match(@"\nloss      [▁▂▃▄▅▆▇█]{40}  [0-9.]+ → [0-9.E-]+\n"));
            Assert.That(output, Does.Match(@"\nresult    held-out accuracy 9[0-9.]+ % \(3\d\d of 360\)"));
            Assert.That(output, Does.Match(@"\ncompiler  training step: \d+ values in the graph → \d+ kernels, [0-9,]+ bytes"));
            Assert.That(output, Does.Match(@"\n(says \d +){7}says \d\n"), "eight digits");
            Assert.That(Bars().Matches(output).Select(m => m.Groups[1].Value.Trim()),
                Is.EqualTo(new[] { "1 image", "32 images", "training step" }));
            Assert.That(output, Does.Contain("inspect demo\n").And.Contain("--out demo.html"));
            Assert.That(output, Does.Not.Contain("\u001b"), "plain output has no escape sequences");
            Assert.That(output, Does.Not.Contain("\r"), "plain output is not redrawn");
        }
    }

    [Test]
    public void More_is_told_when_asked() =>
        Assert.That(Tool.Run("demo", "--epochs", "1", "--verbose").ExpectSuccess(),
            Does.Contain("Linear(in_features=64, out_features=256").And.Contain("nodes before").And.Contain("arena"));

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
        string[] accuracies = [.. new[] { "1", "2" }
            .Select(t => Accuracy().Match(Tool.Run("demo", "--epochs", "2", "--seed", "7", "--threads", t).Output).Value)];
        Assert.That(accuracies[0], Is.Not.Empty.And.EqualTo(accuracies[1]));
    }

    [Test]
    public void Interrupting_ends_after_the_step_and_reports()
    {
        Outcome outcome = Tool.Interrupt("model", "demo", "--epochs", "100000");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(130));
            Assert.That(outcome.Output, Does.Contain("interrupted").And.Contain("held-out accuracy"));
            Assert.That(outcome.Errors, Is.Empty);
        }
    }

    [GeneratedRegex(@"^([a-z0-9 ]{13}) *[0-9.]+ µs +[0-9.]+ µs +[0-9.]+× *█+ +[0-9,]+, eager [0-9,]+$", RegexOptions.Multiline)]
    private static partial Regex Bars();

    [GeneratedRegex(@"median + held-out accuracy over 5 seeds: ([0-9.]+) %")]
    private static partial Regex MedianAccuracy();

    [GeneratedRegex(@"held-out accuracy[^\n]*%")]
    private static partial Regex Accuracy();
}
