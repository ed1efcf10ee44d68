using NeuralJit.Tests;

namespace NeuralJit.Cli.Tests;

/// <summary>What 'inspect' and 'compare' cannot do gives one line, exit code 2 and no file.</summary>
public sealed class InspectInputTests
{
    private const string Small = "inspect mlp:hidden=8:batch=2";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase("inspect", "argument")]
    [TestCase("inspect mlp Nope", "'Nope' does not go with mlp: a class and --input are for programs (.dll)")]
    [TestCase("inspect mlp --input 3", "'3' does not go with mlp")]
    [TestCase("inspect nope.dll", "nope.dll: there is no such file")]
    [TestCase("inspect nope.safetensors", "nope.safetensors: there is no such file")]
    [TestCase("inspect nope.dll --option a=1", "--option a=1 does not go with nope.dll")]
    [TestCase("inspect lenett", "; did you mean 'lenet'")]
    [TestCase($"{Small} --verbose --stage written", "--verbose is the whole report as text; leave out --stage")]
    [TestCase($"{Small} --verbose --format html", "--verbose is the whole report as text")]
    [TestCase($"{Small} --open --format text", "--open goes with --format html, not text")]
    [TestCase("inspect nope", "there is neither a file nor a built-in model 'nope'; the models are mlp, ")]
    [TestCase("inspect mlp:nope=1", "model mlp: unknown option 'nope'. It takes channels")]
    [TestCase("inspect mlp --option nope=1", "model mlp: unknown option 'nope'. It takes channels")]
    [TestCase("inspect mlp:hidden", "model mlp: 'hidden' is no option; write name=value")]
    [TestCase("inspect mlp:hidden=x", "option hidden needs whole numbers of at least 1, separated by commas, got 'x'")]
    [TestCase("inspect mlp:hidden=8.5", "option hidden needs whole numbers of at least 1, separated by commas, got '8.5'")]
    [TestCase("inspect mlp:hidden=8 --option hidden=9", "option hidden is given twice")]
    [TestCase("inspect mlp:batch=0", "model mlp: batch needs a whole number from 1 to 65536, got '0'")]
    [TestCase("inspect mlp --option batch=x", "model mlp: batch needs a whole number from 1 to 65536, got 'x'")]
    [TestCase("inspect mlp --batch 0", "--batch needs a whole number from 1 to 65536, got '0'")]
    [TestCase("inspect encoder:length=4:features=8:heads=3", "3 heads do not divide 8 features")]
    [TestCase($"{Small} --bogus", "'--bogus'")]
    [TestCase($"{Small} --format nope", "'nope' not recognized. Must be one of: 'text' 'tree' 'csharp' 'dot' 'mermaid' 'json' 'html'")]
    [TestCase($"{Small} --format", "'--format'")]
    [TestCase($"{Small} --optimizer nope", "'nope' not recognized. Must be one of: 'sgd' 'adam' 'adamw'")]
    [TestCase($"{Small} --vector-bits 7", "--vector-bits needs 512, 256, 128, 32 or 0")]
    [TestCase($"{Small} --stage", "'--stage'")]
    [TestCase($"{Small} --stage nope", "there is no stage 'nope'; the stages are written, canonicalise, 'fold constants', ")]
    [TestCase($"{Small} --stage nope", "'choose layouts', 'own results', optimized, and kernels, plan, code")]
    [TestCase($"{Small} --stage gradients", "there is no stage 'gradients'")]
    [TestCase($"{Small} --stage kernels --format dot", "there is no stage 'kernels'")]
    [TestCase($"{Small} --profile --format tree", "--profile goes with whole reports as text, json or html, and with --stage kernels")]
    [TestCase($"{Small} --profile --stage written", "--profile goes with whole reports")]
    [TestCase($"{Small} --stage written --all", "--stage and --all exclude each other")]
    [TestCase($"{Small} --stage written --format json", "--stage written does not go with --format json, which holds everything")]
    [TestCase($"{Small} --stage written --format html", "--stage written does not go with --format html, which holds everything")]
    [TestCase($"{Small} --stage written --format csharp", "--stage written does not go with --format csharp, which holds everything")]
    [TestCase($"{Small} --all --format json", "--all does not go with --format json, which holds everything")]
    [TestCase($"{Small} --diff mlp --format json", "--diff gives text or html, not json")]
    [TestCase($"{Small} --diff mlp --stage kernels", "--stage does not go with --diff, which compares whole reports")]
    [TestCase($"{Small} --diff mlp --all", "--all does not go with --diff, which compares whole reports")]
    [TestCase($"{Small} --diff nope", "there is neither a file nor a built-in model 'nope'")]
    [TestCase($"{Small} --diff nope.json", "nope.json: there is no such file")]
    [TestCase($"{Small} --diff .", ". is a folder")]
    [TestCase($"{Small} --trace .", "--trace . is a folder")]
    [TestCase($"{Small} --trace nowhere/trace.json", "--trace nowhere/trace.json: there is no folder")]
    public void Wrong_input_gives_one_line_and_no_file(string line, string expected)
    {
        string[] words = line.Split(' ');
        Tool.Run([words[0], "--out", folder["out"], .. words[1..]]).ExpectRefusal(expected);
        Assert.That(folder.Files, Is.Empty);
    }

    [TestCase("compare", "argument")]
    [TestCase("compare nope", "built-in model 'nope'; the models are mlp, ")]
    [TestCase("compare mlp:nope=1", "model mlp: unknown option 'nope'")]
    [TestCase("compare mlp:batch=0", "model mlp: batch needs a whole number")]
    [TestCase("compare mlp --optimizer nope", "'nope' not recognized")]
    [TestCase("compare graph.txt", "compare needs a model: graph.txt is a file of a graph")]
    [TestCase("compare mlp --out x", "'--out'")]
    [TestCase("compare mlp --bacth 3", "Unrecognized command or argument '--bacth'; did you mean '--batch'")]
    public void Wrong_input_of_compare_gives_one_line(string line, string expected) => Tool.Run(line.Split(' ')).ExpectRefusal(expected);

    [TestCase("text")]
    [TestCase("html")]
    public void A_path_where_no_file_can_be_is_said(string format)
    {
        string missing = folder["missing/out"];
        Refuse(missing, $"--out {missing}: there is no folder {folder["missing"]}");
        Refuse(folder["."], "is a folder");
        Refuse("", "--out needs the path of a file");
        Assert.That(folder.Files, Is.Empty);

        void Refuse(string path, string expected) =>
            Tool.Run([.. Small.Split(' '), "--format", format, "--out", path]).ExpectRefusal(expected);
    }

    [Test]
    public void A_folder_that_may_not_be_written_is_said()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("a privileged user may write everywhere, and Windows has no such modes");
            return;
        }
        string closed = Directory.CreateDirectory(folder["closed"]).FullName, path = Path.Combine(closed, "out");
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Tool.Run([.. Small.Split(' '), "--out", path]).ExpectRefusal($"{path}: could not be written");
        Assert.That(Directory.GetFileSystemEntries(closed), Is.Empty);
    }

    [Test]
    public void A_full_disk_is_said()
    {
        const string FullDisk = "/dev/full";
        if (!File.Exists(FullDisk))
        {
            Assert.Ignore($"there is no {FullDisk} here");
        }
        Tool.Run([.. Small.Split(' '), "--out", FullDisk]).ExpectRefusal($"{FullDisk}: could not be written");
    }

    [Test]
    public void A_failure_leaves_the_file_that_was_there()
    {
        string path = folder.Write("out", [1, 2, 3]);
        Tool.Run([.. Small.Split(' '), "--stage", "nope", "--trace", folder["trace"], "--out", path])
            .ExpectRefusal("there is no stage 'nope'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllBytes(path), Is.EqualTo((byte[])[1, 2, 3]));
            Assert.That(folder.Files, Is.EqualTo(new[] { "out" }), "the trace is not written either");
        }
    }
}
