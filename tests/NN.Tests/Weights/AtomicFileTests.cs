using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>A file is written completely, or what was there before stays.</summary>
public sealed class AtomicFileTests
{
    [Test]
    public void A_failure_leaves_what_was_there_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("weights", [1, 2, 3]);
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([4, 5]);
            throw new IOException("No space left on device");
        }))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Is.EqualTo($"{path}: could not be written: No space left on device"));
            Assert.That(File.ReadAllBytes(path), Is.EqualTo((byte[])[1, 2, 3]));
            Assert.That(folder.Files, Is.EqualTo((string[])["weights"]));
        }
    }

    [Test]
    public void Success_replaces_what_was_there_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("weights", new byte[100]);
        AtomicFile.Write(path, stream => stream.Write([4, 5]));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo((byte[])[4, 5]));
        Assert.That(folder.Files, Is.EqualTo((string[])["weights"]));
    }

    [Test]
    public void Other_failures_pass_and_clean_up_too()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => AtomicFile.Write(folder["a"], _ => throw new InvalidOperationException("why")), Throws.InvalidOperationException);
        Assert.That(folder.Files, Is.Empty);
    }

    [Test]
    public void A_folder_that_is_not_there_and_a_folder_in_the_place_are_said()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["taken"]);
        foreach (string path in (string[])[Path.Combine(folder["none"], "weights"), folder["taken"]])
        {
            Assert.That(() => AtomicFile.Write(path, stream => stream.WriteByte(1)), Throws.InstanceOf<IOException>().With.Message.StartsWith($"{path}: could not be written: "));
        }
        Assert.That(folder.Files, Is.EqualTo((string[])["taken"]));
    }

    [Test]
    public void A_link_stays_a_link()
    {
        using var folder = new TemporaryFolder();
        string target = folder.Write("target", [1]);
        try
        {
            File.CreateSymbolicLink(folder["link"], target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Assert.Ignore($"links cannot be made here: {error.Message}");
        }
        AtomicFile.Write(folder["link"], stream => stream.WriteByte(2));
        Assert.That(File.ReadAllBytes(target), Is.EqualTo((byte[])[2]));
        Assert.That(new FileInfo(folder["link"]).LinkTarget, Is.Not.Null);
    }

    [Test]
    public void A_full_disk_is_said_with_the_path()
    {
        const string FullDisk = "/dev/full";
        if (!File.Exists(FullDisk))
        {
            Assert.Ignore($"there is no {FullDisk} here");
        }
        var model = new Linear(300, 300);
        Assert.That(() => model.Save(FullDisk), Throws.InstanceOf<IOException>().With.Message.StartsWith(FullDisk + ": could not be written: "));
        Assert.That(File.Exists(FullDisk), Is.True, "the device is still there");
    }
}
