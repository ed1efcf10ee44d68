using NeuralJit.NN;

namespace NeuralJit.Cli.Tests;

/// <summary>Modules of the user's own program; this assembly is one.</summary>
public sealed class UserModelTests
{
    private static readonly string Program = typeof(UserModelTests).Assembly.Location;

    [Test]
    public void A_module_is_inspected_by_its_name()
    {
        string text = Tool.Run("inspect", Program, "TinyNet", "--input", "6", "--batch", "8", "--stage", "written").ExpectSuccess();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.StartWith("%0 = input f32[8,6] \"x0\""));
            Assert.That(text, Does.Match(@"matmul f32\[8,4\] .*# hidden · UserModelTests\.cs:\d+"), "with places in its own source");
        }
    }

    [TestCase("mse", "f32[8,3]")]
    [TestCase("cross-entropy", "i64[8]")]
    public void Its_training_step_is_inspected(string loss, string target) =>
        Assert.That(Tool.Run("inspect", Program, "NeuralJit.Cli.Tests.TinyNet", "--input", "f32[6]", "--batch", "8", "--train", "--loss",
            loss, "--stage", "written").ExpectSuccess(), Does.Contain($"input {target} \"x1\""));

    [Test]
    public void It_is_compared_with_eager_mode() =>
        Assert.That(Tool.Run("compare", Program, "TinyNet", "--input", "6", "--batch", "1").ExpectSuccess(),
            Does.StartWith("TinyNet · inference · batch 1"));

    [TestCase("", "name the class of the module after the program; the modules in it are NeuralJit.Cli.Tests.NeedsArguments")]
    [TestCase("TinyNett --input 6", "there is no module 'TinyNett'; the modules in it are")]
    [TestCase("TinyNett --input 6", "did you mean 'TinyNet'")]
    [TestCase("NeedsArguments --input 6", "NeedsArguments has no constructor without parameters")]
    [TestCase("Throws --input 6", "the constructor of NeuralJit.Cli.Tests.Throws threw InvalidOperationException: not today")]
    [TestCase("TinyNet", "say what a sample is, without the batch: --input 1,28,28")]
    [TestCase("TinyNet --input 6,x", "--input needs extents above 0, as 1,28,28 or i64[12], got '6,x'")]
    [TestCase("TinyNet --input x[6]", "got 'x[6]'")]
    public void What_is_missing_is_said(string arguments, string expected) =>
        Tool.Run(["inspect", Program, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).ExpectRefusal(expected);

    [Test]
    public void A_shape_that_does_not_fit_names_the_module() =>
        Tool.Run("inspect", Program, "TinyNet", "--input", "7").ExpectFailure(1, "hidden");

    [Test]
    public void What_is_no_program_is_said()
    {
        using var folder = new NeuralJit.Tests.TemporaryFolder();
        Tool.Run("inspect", folder.Write("junk.dll", [1, 2, 3]), "TinyNet", "--input", "6")
            .ExpectRefusal("junk.dll: this is no .NET assembly");
        Tool.Run("inspect", typeof(Module).Assembly.Location, "--input", "6")
            .ExpectRefusal("name the class of the module after the program");
    }
}

/// <summary>A small model.</summary>
internal sealed class TinyNet : Module
{
    private readonly Linear hidden, output;

    public TinyNet()
    {
        hidden = Child("hidden", new Linear(6, 4));
        output = Child("output", new Linear(4, 3));
    }

    protected override Node Compute(Node x) => output.Forward(hidden.Forward(x).Relu());
}

/// <summary>A model that cannot be made without more.</summary>
internal sealed class NeedsArguments(int features) : Module
{
    protected override Node Compute(Node x) => x * features;
}

/// <summary>A model that cannot be made at all.</summary>
internal sealed class Throws : Module
{
    public Throws() => throw new InvalidOperationException("not today");

    protected override Node Compute(Node x) => x;
}
