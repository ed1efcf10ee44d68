namespace NeuralJit.Cli.Tests;

/// <summary>The dump of the demonstration's programs.</summary>
public sealed class InspectTests
{
    [Test]
    public void Inference_shows_the_graph_and_the_source_of_each_kernel()
    {
        Outcome outcome = Tool.Run("inspect", "demo");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
            Assert.That(outcome.Output, Does.Contain("\nreturn %"));
            Assert.That(outcome.Output, Does.Contain("static void k0_"));
            Assert.That(outcome.Output, Does.Not.Contain("\nupdate "));
        }
    }

    [Test]
    public void Training_shows_the_updates()
    {
        Outcome outcome = Tool.Run("inspect", "demo", "--train");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
            Assert.That(outcome.Output, Does.Contain("\nupdate \"0.weight\" = %"));
        }
    }

    [TestCase("512")]
    [TestCase("256")]
    [TestCase("128")]
    [TestCase("32")]
    public void The_vector_width_can_be_chosen(string bits)
    {
        Outcome outcome = Tool.Run("inspect", "demo", "--vector-bits", bits);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
            Assert.That(outcome.Output, Does.Contain($"vectors of {bits} bits"));
        }
    }

    [Test]
    public void The_dump_can_go_to_a_file()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetRandomFileName());
        try
        {
            Outcome outcome = Tool.Run("inspect", "demo", "--output", path);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
                Assert.That(WithoutFirstLine(File.ReadAllText(path)), Is.EqualTo(WithoutFirstLine(Tool.Run("inspect", "demo").Output)));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The first line tells how long compiling took.
    private static string WithoutFirstLine(string dump) => dump[dump.IndexOf('\n', StringComparison.Ordinal)..];
}
