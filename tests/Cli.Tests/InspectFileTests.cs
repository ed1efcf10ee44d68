using System.Text;
using System.Text.RegularExpressions;
using NeuralJit.Tests;

namespace NeuralJit.Cli.Tests;

/// <summary>Graphs in files: what the tool writes it reads again, and what is no graph gives one line.</summary>
public sealed partial class InspectFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase("classifier:size=8:batch=2", "written")]
    [TestCase("encoder:length=4:features=8:heads=2:hidden=8:batch=2", "written")]
    [TestCase("classifier:size=8:batch=2 --train", "gradients")]
    public void A_graph_that_was_written_can_be_inspected(string model, string stage)
    {
        string file = Write("g.txt", model, stage);
        string report = Tool.Run("inspect", file, "--verbose").ExpectSuccess();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Tool.Run("inspect", file, "--stage", stage).ExpectSuccess(), Is.EqualTo(File.ReadAllText(file)),
                "the stage reads as it was written");
            Assert.That(report, Does.StartWith("g.txt\n").And.Contain("\n== kernels\n"));
            Assert.That(report.Contains("\nupdate ", StringComparison.Ordinal), Is.EqualTo(stage == "gradients"));
            Assert.That(folder.Files, Is.EqualTo(new[] { "g.txt" }), "small constants stand in the text");
        }
    }

    [Test]
    public void A_file_of_many_additions_to_a_parameter_is_inspected()
    {
        var text = new StringBuilder("%0 = input f32[2] \"x\"\n%1 = parameter f32[2] \"p\"\n");
        for (int i = 2; i < 30_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{i} = add f32[2] %{i - 1}, %1\n");
        }
        string file = folder["deep.txt"];
        File.WriteAllText(file, text.Append("%30000 = multiply f32[2] %29999, %0\nreturn %30000\n").ToString());
        Assert.That(Tool.Run("inspect", file, "--verbose").ExpectSuccess(), Does.StartWith("deep.txt\n").And.Contain("%29999"));
    }

    [Test]
    public void A_graph_from_a_file_can_be_measured()
    {
        string file = Write("g.txt", "classifier:size=8:batch=2 --train", "gradients");
        Assert.That(Tool.Run("inspect", file, "--profile").ExpectSuccess(), Does.Contain("\na run takes "));
    }

    [Test]
    public void Large_constants_lie_beside_the_graph()
    {
        // The classes' numbers, which cross-entropy compares with the labels.
        string file = Write("g.txt", "mlp:hidden=8:classes=300:batch=2 --train", "fold constants#2");
        string text = File.ReadAllText(file);
        Assert.That(text, Does.Contain(" = constant f32[1,300] {#sha256:"));
        Assert.That(folder.Files, Is.EqualTo(new[] { "g.txt", "g.txt.constants" }));
        string read = Tool.Run("inspect", file, "--stage", "gradients").ExpectSuccess();
        Assert.That(Number().Replace(read, "%"), Is.EqualTo(Number().Replace(text, "%")), "numbers are given anew");

        byte[] constants = File.ReadAllBytes(file + ".constants");
        Refuse(file, "the elements of sha256:", () => folder.Write("g.txt.constants", [.. constants[..^1], (byte)(constants[^1] ^ 1)]));
        Refuse(file, "the header tells of 1200 bytes of constants", () => folder.Write("g.txt.constants", constants[..^1]));
        Refuse(file, "is no file of constants", () => folder.Write("g.txt.constants", [0]));
        Refuse(file, "read the file of constants that was saved with the text", () => File.Delete(file + ".constants"));
    }

    [Test]
    public void A_damaged_graph_gives_the_line()
    {
        const string Cut = "transpose f32[784,";
        string[] lines = File.ReadAllLines(Write("whole", "mlp:hidden=8:batch=2", "written"));
        foreach ((string damaged, string expected) in new[]
        {
            ("", "the text has no graph: expected lines such as"),
            ("return\n", "the graph has no values: there is nothing to compute"),
            ("hello\n", "line 1: expected a value such as"),
            ("{\"format\":\"neuraljit-report\"}", "reports as JSON go with --diff"),
            (Lines(lines[..^1]), "the text ends without a line \"return …\"; is it cut off?"),
            (Lines(lines)[..(Lines(lines).IndexOf(Cut, StringComparison.Ordinal) + Cut.Length)],
                "line 4: expected a type such as f32[64,128], got \"f32[784,"),
            (Lines(lines).Replace("= matmul f32[2,8]", "= mutmul f32[2,8]", StringComparison.Ordinal),
                "line 5: unknown op \"mutmul\"; did you mean \"matmul\"?"),
            (Lines(lines).Replace("= relu f32[2,8]", "= relu f32[2,9]", StringComparison.Ordinal), "line 8: "),
            (Lines(lines).Replace("= matmul f32[2,8] %1, %3", "= matmul f32[2,8] %1, %99", StringComparison.Ordinal), "line 5: "),
        })
        {
            folder.Write("g.txt", Encoding.UTF8.GetBytes(damaged));
            Refuse(folder["g.txt"], expected);
        }
    }

    [Test]
    public void An_optimised_graph_is_for_reading_only() =>
        Refuse(Write("g.txt", "mlp:hidden=8:batch=2", "optimized"), "write the stage 'written' or 'gradients' to read it again");

    [TestCase("none.txt", "none.txt: there is no such file")]
    [TestCase("none/none", "none: there is no such file")]
    [TestCase(".", "is a folder")]
    public void What_is_no_file_is_said(string name, string expected) => Refuse(folder[name], expected);

    [TestCase("--train")]
    [TestCase("--batch 4")]
    [TestCase("--optimizer sgd")]
    [TestCase("--option classes=3")]
    [TestCase("--input 3")]
    [TestCase("--loss mse")]
    public void Options_of_models_do_not_go_with_a_file(string option)
    {
        // The file need not be there: the arguments are wrong in any case.
        Tool.Run(["inspect", folder["g.txt"], .. option.Split(' ')])
            .ExpectRefusal($"{option.Split(' ')[0]} does not go with {folder["g.txt"]}");
    }

    private string Write(string name, string model, string stage)
    {
        Tool.Run(["inspect", .. model.Split(' '), "--stage", stage, "--out", folder[name]]).ExpectSuccess();
        return folder[name];
    }

    private void Refuse(string file, string expected, Action? damage = null)
    {
        damage?.Invoke();
        string[] before = folder.Files;
        Tool.Run("inspect", file, "--out", folder["out"]).ExpectRefusal(expected);
        Assert.That(folder.Files, Is.EqualTo(before), "nothing is written");
    }

    [GeneratedRegex(@"%\d+")]
    private static partial Regex Number();

    private static string Lines(string[] lines) => string.Join('\n', lines) + "\n";
}
