using System.Text.Json;
using System.Text.RegularExpressions;
using NeuralJit.Tests;

namespace NeuralJit.Cli.Tests;

/// <summary>Compilations in every form and at every stage.</summary>
public sealed class InspectTests
{
    private const string Mlp = "inspect mlp:hidden=8:batch=2";

    private static readonly string[] Passes =
    [
        "canonicalise", "fold constants", "simplify algebra", "stabilise", "expand composites", "canonicalise#2", "fold constants#2",
            "simplify algebra#2",
        "products as sums", "follow memory", "split reductions", "lower convolutions", "choose layouts", "own results",
    ];

    private static IEnumerable<string> Formats => Forms.Laws.Keys;

    private static IEnumerable<string> Stages => ["written", "gradients", .. Passes, "optimized"];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Every_format_writes_its_form([ValueSource(nameof(Formats))] string format, [Values] bool train)
    {
        string text = Outcomes.Of(Line(format, train)).ExpectSuccess();
        Forms.Laws[format](text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("relu"), "an op of the model");
            Assert.That(text, Does.Not.Contain("\u001b"), "plain output has no escape sequences");
            Assert.That(text.Contains("exp_avg_sq", StringComparison.Ordinal), Is.EqualTo(train), "a state of the optimiser");
        }
    }

    [Test]
    public void A_file_holds_what_would_be_shown([ValueSource(nameof(Formats))] string format)
    {
        string told = Tool.Run([.. Line(format, train: false).Split(' '), "--out", folder["out"]]).ExpectSuccess();
        Assert.That(told, Does.Match(
            $@"^wrote {Regex.Escape(folder["out"])} \([0-9.]+ (bytes|kB|MB)\){(format == "html" ? ": open it in a browser" : "")}\n$"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Forms.WithoutTimes(File.ReadAllText(folder["out"])),
                Is.EqualTo(Forms.WithoutTimes(Outcomes.Of(Line(format, train: false)).Output)));
            Assert.That(File.ReadAllBytes(folder["out"])[0], Is.LessThan(0x80), "no byte order mark");
            Assert.That(folder.Files, Is.EqualTo(new[] { "out" }));
        }
    }

    [TestCase("mlp:hidden=8:batch=2")]
    [TestCase("lenet:batch=2 --train")]
    [TestCase("encoder:batch=1 --train --profile")]
    public void Text_is_a_screen_of_80_columns_that_says_how_to_get_more(string model)
    {
        string text = Outcomes.Of("inspect " + model).ExpectSuccess();
        string[] lines = text.TrimEnd().Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Length.AtMost(32), text);
            Assert.That(lines[1..], Has.All.Length.AtMost(80));
            Assert.That(
                text, Does.Contain("\nvalues: ").And.Match(@"\nkernels, the (largest|slowest) \d of \d+:\n").And.Contain("\nnot fused: "));
            Assert.That(text,
                Does.Match(@"--verbose +the whole report \([0-9,]+ lines\)").And.Contain("--stage PART").And.Contain("--out FILE.html"));
            Assert.That(text.Contains("--profile ", StringComparison.Ordinal),
                Is.Not.EqualTo(model.Contains("--profile", StringComparison.Ordinal)));
        }
    }

    [TestCase("html")]
    [TestCase("json")]
    [TestCase("dot")]
    [TestCase("mmd", "mermaid")]
    [TestCase("cs", "csharp")]
    [TestCase("txt", "text")]
    public void The_extension_of_a_file_says_the_form(string extension, string? form = null)
    {
        Tool.Run([.. Mlp.Split(' '), "--out", folder["out." + extension]]).ExpectSuccess();
        Forms.Laws[form ?? extension](File.ReadAllText(folder["out." + extension]));
    }

    [Test]
    public void Places_in_the_tool_are_no_origins()
    {
        foreach (string model in (string[])["mlp:hidden=8:batch=2", "lenet:batch=2"])
        {
            Assert.That(Outcomes.Of($"inspect {model} --stage written").ExpectSuccess(), Does.Not.Match("Specimen|Comparison|Invoke"));
        }
        Assert.That(Outcomes.Of("inspect lenet:batch=2 --stage written").Output, Does.Match(@"# conv1 · LeNet\.cs:\d+"));
    }

    [TestCaseSource(nameof(Stages))]
    public void A_stage_alone_is_as_among_all(string stage)
    {
        string text = Tool.Run([.. Mlp.Split(' '), "--train", "--stage", stage]).ExpectSuccess();
        Assert.That(text, Does.Match(@"^%0 = input f32\[2,1,28,28\] ""x0""").And.Match(@"\nreturn %\d+(, %\d+)*\n$"));
        Assert.That(text, Is.EqualTo(AllStages("text", "#")[stage]));
    }

    [TestCase("text", "#", "%0 = input")]
    [TestCase("tree", "#", "%26 = cross_entropy|%\\d+ = divide|%\\d+ = cross_entropy")]
    [TestCase("dot", "//", "digraph {")]
    [TestCase("mermaid", "%%", "flowchart TB")]
    public void All_stages_stand_in_order_and_those_that_change_nothing_say_so(string format, string comment, string start)
    {
        Dictionary<string, string> stages = AllStages(format, comment);
        string output = Outcomes.Of($"{Mlp} --train --all --format {format}").Output;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stages.Keys, Is.EqualTo(Stages));
            Assert.That(stages.Values, Has.All.Match("^(" + start + ")"));
            Assert.That(output, Does.Contain($"{comment} stage: stabilise (no change)\n"));
            Assert.That(output, Does.Contain($"{comment} stage: choose layouts\n"));
        }
    }

    [TestCase("kernels", @"^check_labels \(library\)", @"\nk\d+_\w+ \(contraction\): .*\n    computes %\d+.*\n    \d.* FLOP, reads .*, writes ")]
    [TestCase("plan", "^arena .*, prepared ", @"\npeak .* in step \d+, \w+\n", @"\n +%\d+ .* steps .* over ""1\.weight""", "◀ peak")]
    [TestCase("code", @"^static void k0_", @"\nstatic void k1_")]
    public void Parts_of_the_report(string part, params string[] patterns)
    {
        string text = Outcomes.Of($"{Mlp} --train --stage {part}").ExpectSuccess();
        foreach (string pattern in patterns)
        {
            Assert.That(text, Does.Match(pattern));
        }
        Assert.That(text, Does.Not.Contain("== "));
    }

    [Test]
    public void A_profile_adds_times_of_the_run_and_of_each_kernel()
    {
        string text = Outcomes.Of($"{Mlp} --train --profile --verbose").ExpectSuccess();
        string[] kernels = [.. text.Split('\n').Where(l => l.Contains("FLOP, reads ", StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text,
                Does.Match(@"\na run takes [0-9.]+ µs \(median of \d+; least [0-9.]+ µs\); this machine's peak is .*FLOP/s and .*B/s\n"));
            Assert.That(
                kernels, Is.Not.Empty.And.All.Match(@"; ([0-9.]+ µs, .*FLOP/s, .*B/s, \d+ % of the roofline|too short to measure)$"));
            Assert.That(Outcomes.Of(Line("text", train: true)).Output, Does.Not.Contain("a run takes").And.Not.Contain("roofline"));
        }
    }

    [Test]
    public void A_trace_is_a_list_of_events_beside_the_report()
    {
        string text = Tool.Run([.. Mlp.Split(' '), "--trace", folder["trace.json"]]).ExpectSuccess();
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(folder["trace.json"]));
        string[] kernels = [.. trace.RootElement.EnumerateArray().Where(e => e.GetProperty("ph").GetString() == "X")
            .Select(e => e.GetProperty("name").GetString()!)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kernels, Is.SupersetOf(new[] { "k0_packed_matmul_add_relu", "k1_packed_matmul_add" }));
            Assert.That(text, Does.Contain("a run takes"));
            Assert.That(folder.Files, Is.EqualTo(new[] { "trace.json" }));
        }
    }

    [TestCase("classifier:size=8:batch=2", "classifier --option size=8 --batch 2", @"f32\[2,3,8,8\]")]
    [TestCase("encoder:length=4:features=8:heads=2:hidden=8:batch=2",
        "encoder:length=4 --option features=8 --option heads=2 --option hidden=8 --batch 2", @"f32\[2,4,8\]")]
    public void Options_stand_behind_the_name_or_apart(string joined, string apart, string input)
    {
        string text = Outcomes.Of($"inspect {joined} --stage written").ExpectSuccess();
        Assert.That(text, Does.Match($@"^%0 = input {input} ""x0"""));
        Assert.That(Tool.Run(["inspect", .. apart.Split(' '), "--stage", "written"]).ExpectSuccess(), Is.EqualTo(text));
    }

    [TestCase("512")]
    [TestCase("256")]
    [TestCase("128")]
    [TestCase("32")]
    public void The_vector_width_can_be_chosen(string bits) =>
        Assert.That(Outcomes.Of($"{Mlp} --vector-bits {bits}").ExpectSuccess(), Does.Contain($"vectors of {bits} bits"));

    [TestCase("sgd")]
    [TestCase("adamw")]
    public void The_optimiser_can_be_chosen(string optimizer) =>
        Assert.That(
            Outcomes.Of($"{Mlp} --train --optimizer {optimizer}").ExpectSuccess(),
            Does.Contain($"· training step with {optimizer} · batch 2\n"));

    private static string Line(string format, bool train) =>
        $"{Mlp} --format {format}{(format == "text" ? " --verbose" : "")}{(train ? " --train" : "")}";

    /// <summary>The sections of --all by stage, in order.</summary>
    private static Dictionary<string, string> AllStages(string format, string comment)
    {
        const string NoChange = " (no change)";
        var stages = new Dictionary<string, string>();
        string last = "";
        string all = Outcomes.Of($"{Mlp} --train --all --format {format}").ExpectSuccess();
        foreach (string section in all.Split($"{comment} stage: ", StringSplitOptions.RemoveEmptyEntries))
        {
            string name = section[..section.IndexOf('\n', StringComparison.Ordinal)];
            last = name.EndsWith(NoChange, StringComparison.Ordinal) ? last : section[(name.Length + 1)..].TrimEnd('\n') + "\n";
            stages.Add(name.Replace(NoChange, "", StringComparison.Ordinal), last);
        }
        return stages;
    }
}
