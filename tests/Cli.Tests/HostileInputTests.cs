using System.Text;
using NeuralJit.Tests;

namespace NeuralJit.Cli.Tests;

/// <summary>
/// Files and an environment from elsewhere: a sentence and an exit code, no allocation on their word, and nothing that a terminal would
/// obey.
/// </summary>
public sealed class HostileInputTests
{
    private const string Escape = "\u001b]0;owned\u0007\u001b[31m\u009b2J\u202e";

    [Test]
    public void Metadata_decides_no_memory()
    {
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder, training: 8, test: 8);
        string path = Weights(folder, "mlp", "channels=1 size=8 classes=4 hidden=1000000");
        Outcome outcome = Tool.Run("evaluate", path, "--data", folder["."]);
        outcome.ExpectFailure(
            2, "the weights do not fit the model mlp with channels=1 size=8 classes=4 hidden=1000000: \"1.weight\" needs the shape "
                + "[1000000,64], the file has no such weight");
    }

    [Test]
    public void An_error_is_as_long_as_somebody_reads()
    {
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder, training: 8, test: 8);
        string options = "channels=1 size=8 classes=4 hidden=" + string.Join(',', Enumerable.Repeat(7, 100_000));
        Outcome outcome = Tool.Run("evaluate", Weights(folder, "mlp", options), "--data", folder["."]);
        outcome.ExpectFailure(2, "the weights do not fit the model mlp with channels=1");
        Assert.That(
            outcome.Errors, Has.Length.LessThan(3000).And.Contains("characters left out").And.Contains("the file has no such weight"));
    }

    [Test]
    public void Control_characters_do_not_reach_the_terminal()
    {
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder, training: 8, test: 8);
        string graph = folder.Write("graph.txt", Encoding.UTF8.GetBytes($"%0 = {Escape} f32[2]\n"));
        string report = folder.Write(
            "report.json", Encoding.UTF8.GetBytes($"{{\"format\": \"neuraljit-report\", \"version\": \"{Escape}\"}}".Replace(
            "\u001b", "\\u001b", StringComparison.Ordinal).Replace("\u0007", "\\u0007", StringComparison.Ordinal)));
        foreach (string[] arguments in new string[][]
        {
            ["evaluate", Weights(folder, Escape, "x"), "--data", folder["."]],
            ["evaluate", Weights(folder, "mlp", Escape), "--data", folder["."]],
            ["evaluate", folder[Escape.Replace("/", "", StringComparison.Ordinal)], "--data", folder["."]],
            ["evaluate", Weights(folder, "mlp", "x"), "--data", folder[Escape]],
            ["inspect", graph],
            ["inspect", "mlp:hidden=8", "--diff", report],
            ["inspect", "mlp:" + Escape],
            [Escape],
        })
        {
            Outcome outcome = Tool.Run(arguments);
            Assert.That(outcome.ExitCode, Is.EqualTo(2).Or.EqualTo(1), outcome.Errors);
            Assert.That((outcome.Output + outcome.Errors).Where(c => char.IsControl(c) && c is not '\n'), Is.Empty, outcome.Errors);
            Assert.That(outcome.Errors, Does.Not.Contain("\u202e").And.Not.Contain("   at "));
        }
    }

    [Test]
    public void A_number_of_threads_that_is_none_is_refused_with_its_variable() =>
        Tool.RunWith("NEURALJIT_THREADS", "junk", "inspect", "mlp:hidden=8")
            .ExpectRefusal("the environment variable NEURALJIT_THREADS needs a whole number from 1 to 256, got 'junk'");

    private static string Weights(TemporaryFolder folder, string model, string options)
    {
        string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
        byte[] header = Encoding.UTF8.GetBytes(
            $"{{\"__metadata__\":{{\"neuraljit.model\":{Json(model)},\"neuraljit.options\":{Json(options)},"
            + $"\"neuraljit.mean\":\"0\",\"neuraljit.deviation\":\"1\",\"neuraljit.image\":\"8,8\"}}}}");
        return folder.Write("weights", [.. BitConverter.GetBytes((long)header.Length), .. header]);
    }
}
