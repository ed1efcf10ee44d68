using System.Globalization;
using System.Text.RegularExpressions;
using NeuralJit.Tests;

namespace NeuralJit.Cli.Tests;

/// <summary>Training, evaluation and prediction from the command line, on a small folder of images.</summary>
public sealed partial class TrainTests
{
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void WriteImages()
    {
        folder = new TemporaryFolder();
        IdxFolder.Write(folder, training: 256, test: 100);
        Train("model.safetensors", "--epochs", "4").ExpectSuccess();
    }

    [OneTimeTearDown]
    public void RemoveImages() => folder.Dispose();

    [Test]
    public void What_training_says_evaluation_in_a_new_process_says_too()
    {
        string trained = HeldOut().Match(Train("again", "--epochs", "4").ExpectSuccess()).Value;
        string output = Tool.Run("evaluate", folder["model.safetensors"], "--data", folder["."]).ExpectSuccess();
        Assert.That(HeldOut().Match(output).Value, Is.Not.Empty.And.EqualTo(trained), "to the last digit");
        Assert.That(double.Parse(HeldOut().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture), Is.GreaterThan(90));
        Assert.That(File.ReadAllBytes(folder["again"]), Is.EqualTo(File.ReadAllBytes(folder["model.safetensors"])),
            "the same seed gives the same file");
        for (int number = 0; number < IdxFolder.Classes; number++)
        {
            Assert.That(output, Does.Match($@"\| {number} +\| 25 +\| \d+ +\| [0-9.]+ % +\|"));
        }
    }

    [Test]
    public void Threads_and_vector_width_change_nothing()
    {
        Train("other", "--epochs", "4", "--threads", "1", "--vector-bits", "128").ExpectSuccess();
        Assert.That(File.ReadAllBytes(folder["other"]), Is.EqualTo(File.ReadAllBytes(folder["model.safetensors"])));
    }

    [TestCase("sgd")]
    [TestCase("adamw")]
    public void Other_optimisers_and_options(string optimizer)
    {
        string output = Train(optimizer, "--epochs", "2", "--optimizer", optimizer, "--lr", "0.01", "--option", "hidden=16,8")
            .ExpectSuccess();
        Assert.That(output, Does.Contain("mlp (channels=1 size=8 classes=4 hidden=16,8)").And.Contain($"; wrote {folder[optimizer]} ("));
        Assert.That(Tool.Run("evaluate", folder[optimizer], "--data", folder["."]).ExpectSuccess(), Does.Contain("hidden=16,8"));
    }

    [TestCase("size=14", "the images have 8 x 8 pixels, and the option says size=14")]
    [TestCase("channels=3", "the images have 1 channel, and the option says channels=3")]
    public void Options_that_do_not_fit_the_images_are_refused(string option, string message) =>
        Train("never", "--option", option).ExpectFailure(2, message);

    [Test]
    public void Prediction_draws_images_with_classes_and_probabilities()
    {
        string output = Tool.Run("predict", folder["model.safetensors"], "--data", folder["."], "--image", "3", "--count", "2")
            .ExpectSuccess();
        Assert.That(output, Does.Match(@"image 3: \d \([0-9.]+ %\).*image 4: \d \([0-9.]+ %\)"));
        Assert.That(output.Split('\n').Count(line => line.Contains("@@", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(2), output);
        Assert.That(Tool.Run("predict", folder["model.safetensors"], "--data", folder["."], "--image", "3").ExpectSuccess(),
            Does.Not.Contain("image 4"));
        Tool.Run("predict", folder["model.safetensors"], "--data", folder["."], "--image", "100")
            .ExpectFailure(2, "has 100 held-out images, 0 to 99");
    }

    [Test]
    public void LeNet_reads_MNIST_after_five_epochs()
    {
        string mnist = SharedFolder.Find("data", "mnist");
        string trained = Tool.Run("train", "--data", mnist, "--model", "lenet", "--out", folder["lenet"]).ExpectSuccess();
        Assert.That(double.Parse(HeldOut().Match(trained).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Is.GreaterThanOrEqualTo(97.5), trained);
        string evaluated = Tool.Run("evaluate", folder["lenet"], "--data", mnist).ExpectSuccess();
        Assert.That(HeldOut().Match(evaluated).Value, Is.EqualTo(HeldOut().Match(trained).Value));
    }

    [Test]
    public void Running_statistics_travel_in_the_file()
    {
        string trained = Tool.Run("train", "--data", folder["."], "--model", "resnet20", "--epochs", "1", "--out", folder["resnet20"])
            .ExpectSuccess();
        string evaluated = Tool.Run("evaluate", folder["resnet20"], "--data", folder["."]).ExpectSuccess();
        Assert.That(HeldOut().Match(evaluated).Value, Is.Not.Empty.And.EqualTo(HeldOut().Match(trained).Value));
    }

    [Test]
    public void Each_epoch_leaves_a_line()
    {
        string output = Train("plain", "--epochs", "3").ExpectSuccess();
        string[] lines = [.. output.Split('\n').Where(l => l.StartsWith("epoch", StringComparison.Ordinal))];
        Assert.That(
            lines, Has.Length.EqualTo(3).And.All.Match(@"^epoch [123]/3  loss [0-9.E-]+ +[▁▂▃▄▅▆▇█]+ +held out [0-9.]+ %  [0-9,]+/s$"));
        Assert.That(output, Does.Not.Contain("\u001b").And.Not.Contain("\r"));
    }

    [Test]
    public void What_training_wrote_is_inspected_and_compared()
    {
        string inspected = Tool.Run("inspect", folder["model.safetensors"], "--batch", "3", "--train").ExpectSuccess();
        Assert.That(inspected,
            Does.StartWith("model.safetensors (mlp channels=1 size=8 classes=4 hidden=256) · training step with adam · batch 3\n"));
        Assert.That(Tool.Run("inspect", folder["model.safetensors"], "--stage", "written", "--batch", "3").ExpectSuccess(),
            Does.StartWith("%0 = input f32[3,1,8,8]"));
        Assert.That(Tool.Run("compare", folder["model.safetensors"], "--batch", "1").ExpectSuccess(),
            Does.Contain("model.safetensors (mlp channels=1"));
    }

    [Test]
    public void Evaluation_shows_which_class_is_taken_for_which()
    {
        string output = Tool.Run("evaluate", folder["model.safetensors"], "--data", folder["."]).ExpectSuccess();
        Assert.That(output, Does.Match(@"\ntaken for +0 +1 +2 +3\n"));
        for (int row = 0; row < IdxFolder.Classes; row++)
        {
            Match line = Regex.Match(output, $@"\nclass {row} +((?:[0-9]+|·) +){{3}}([0-9]+|·)\n");
            Assert.That(line.Success, Is.True, output);
            int sum = Regex.Matches(line.Value["\nclass 0".Length..], "[0-9]+")
                .Sum(m => int.Parse(m.ValueSpan, CultureInfo.InvariantCulture));
            Assert.That(sum, Is.EqualTo(25), "every image of a class is taken for one");
        }
    }

    [Test]
    public void A_training_that_diverges_writes_nothing_and_names_the_node_when_asked()
    {
        Train("none", "--lr", "1e30")
            .ExpectFailure(
            1, $"the loss is NaN at step 2 (epoch 1): try a lower learning rate, and look for NaN in inputs and targets; nothing was "
                + $"written to {folder["none"]}");
        Train("none", "--lr", "1e30", "--find-nan").ExpectFailure(1, "the first NaN is made by");
        Assert.That(folder.Files, Does.Not.Contain("none"));
    }

    [Test]
    public void Interrupting_keeps_the_best_model_and_says_so()
    {
        string path = folder.Write("kept", [1, 2, 3]);
        Outcome outcome = Tool.Interrupt("epoch", "train", "--data", folder["."], "--model", "mlp", "--out", path, "--epochs", "1000000");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(130));
            Assert.That(outcome.Output, Does.Match(
                $@"\ninterrupted in epoch \d+ of 1000000; best model \(epoch \d+, held-out [0-9.]+ %\) is in {Regex.Escape(path)}\n$"));
            Assert.That(outcome.Errors, Is.Empty);
            Assert.That(Tool.Run("evaluate", path, "--data", folder["."]).ExpectSuccess(), Does.Contain("held-out accuracy"));
        }
    }

    [Test]
    public void A_full_disk_is_said()
    {
        const string FullDisk = "/dev/full";
        if (!File.Exists(FullDisk))
        {
            Assert.Ignore($"there is no {FullDisk} here");
        }
        Tool.Run("train", "--data", folder["."], "--model", "mlp", "--epochs", "1", "--out", FullDisk)
            .ExpectFailure(2, FullDisk + ": could not be written");
    }

    [Test]
    public void Files_that_hold_no_model_are_refused()
    {
        string damaged = folder.Write("damaged", File.ReadAllBytes(folder["model.safetensors"])[..^1]);
        Tool.Run("evaluate", damaged, "--data", folder["."]).ExpectFailure(2, $"{damaged}: not a valid safetensors file");
        string none = folder.Write("other", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        Tool.Run("evaluate", none, "--data", folder["."]).ExpectFailure(2, $"{none}: the file does not say which model it holds");
        Tool.Run("predict", folder["t10k-images-idx3-ubyte"], "--data", folder["."]).ExpectFailure(2, "not a valid safetensors file");
        foreach ((string what, string with, string reason) in new[]
        {
            ("\"mlp\"", "\"nlp\"", "unknown model 'nlp'"),
            ("hidden=256", "hidden=255", "\"1.weight\" needs the shape [255,64]"),
            ("hidden=256", "hidden=x56", "option hidden needs whole numbers"),
            ("neuraljit.mean", "neuraljit.m_an", "its metadata has no neuraljit.mean"),
            ("neuraljit.mean\":\"0.", "neuraljit.mean\":\"0,", "neuraljit.mean in its metadata must be a number, got '0,"),
            ("neuraljit.deviation\":\"0.", "neuraljit.deviation\":\"-.",
                "neuraljit.deviation in its metadata must be a number above 0, got '-."),
            ("\"8,8\"", "\"8,9\"", "the images have 8 x 8 pixels, the model of"),
            ("\"8,8\"", "\"8;8\"", "must be whole numbers above 0, got '8;8'"),
        })
        {
            byte[] changed = Replace(File.ReadAllBytes(folder["model.safetensors"]), what, with);
            Tool.Run("evaluate", folder.Write("changed", changed), "--data", folder["."]).ExpectFailure(2, reason);
        }
    }

    [Test]
    public void A_last_batch_of_one_image_is_left_out_or_refused_before_training()
    {
        string output = Train("dropped", "--batch", "100", "--epochs", "1", "--drop-last").ExpectSuccess();
        Assert.That(output, Does.Contain("trained 1 epochs, 2 steps"));
        // 256 = 255 + 1: batch normalisation over one place of one image.
        Tool.Run("train", "--data", folder["."], "--model", "mobilenetv2", "--batch", "255", "--out", folder["none"])
            .ExpectFailure(1, "the last batch of an epoch has 1 of the 256 samples (batch size 255)");
    }

    [Test]
    public void Data_that_do_not_fit_are_refused()
    {
        Tool.Run("train", "--data", folder["."], "--model", "mlp", "--out", folder["none"], "--option", "classes=3")
            .ExpectFailure(2, "label 3 is 3, outside of the 3 classes 0 to 2");
        using var other = new TemporaryFolder();
        IdxFolder.Write(other, training: 8, test: 4);
        string labels = other.Write("t10k-labels-idx1-ubyte", IdxFolder.File(0x08, [4], 0, 1, 9, 3));
        Tool.Run("train", "--data", other["."], "--model", "mlp", "--out", other["none"])
            .ExpectFailure(2, "t10k-labels-idx1-ubyte: label 2 is 9, outside of the 4 classes");
        Tool.Run("evaluate", folder["model.safetensors"], "--data", other["."]).ExpectFailure(2, "label 2 is 9, outside of the 4 classes");
        File.Delete(labels);
        Tool.Run("train", "--data", other["."], "--model", "mlp", "--out", other["none"])
            .ExpectFailure(2, "expected one file t10k-labels-idx1-ubyte");
        Assert.That(other.Files, Does.Not.Contain("none"));
    }

    private Outcome Train(string name, params string[] more) =>
        Tool.Run(["train", "--data", folder["."], "--model", "mlp", "--out", folder[name], .. more]);

    // The same length, so that the header's length stays right.
    private static byte[] Replace(byte[] file, string what, string with)
    {
        int at = file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(what));
        System.Text.Encoding.ASCII.GetBytes(with).CopyTo(file, at);
        return file;
    }

    [GeneratedRegex(@"held-out accuracy ([0-9.]+) % \(\d+ of \d+\), loss [0-9.eE+-]+")]
    private static partial Regex HeldOut();
}
