using System.Diagnostics;
using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>A file is written completely, or what was there before stays.</summary>
public sealed class AtomicFileTests
{
    private const string NotOnWindows = "Windows has neither modes nor pipes of this kind";

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
            Assert.That(() => AtomicFile.Write(path, stream => stream.WriteByte(1)),
                Throws.InstanceOf<IOException>().With.Message.StartsWith($"{path}: could not be written: "));
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
        Assert.That(
            () => model.Save(FullDisk), Throws.InstanceOf<IOException>().With.Message.StartsWith(FullDisk + ": could not be written: "));
        Assert.That(File.Exists(FullDisk), Is.True, "the device is still there");
    }

    [TestCase(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [TestCase(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void Permissions_stay_those_of_the_file_that_is_replaced(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore(NotOnWindows);
            return;
        }
        using var folder = new TemporaryFolder();
        string path = folder.Write("weights", [1]);
        File.SetUnixFileMode(path, mode);
        new Linear(2, 3).Save(path);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(mode));
    }

    [Test]
    public void A_pipe_is_refused_and_stays()
    {
        IgnoreOnWindows();
        using var folder = new TemporaryFolder();
        Run("mkfifo", folder["pipe"]);
        Assert.That(() => new Linear(2, 3).Save(folder["pipe"]), Throws.TypeOf<IOException>()
            .With.Message.EqualTo($"{folder["pipe"]}: could not be written: it is a pipe, a terminal or another device, not a file"));
        using var pipe = new FileStream(folder["pipe"], FileMode.Open, FileAccess.ReadWrite);
        Assert.That(pipe.CanSeek, Is.False);
        Assert.That(folder.Files, Is.EqualTo((string[])["pipe"]));
    }

    [Test]
    [CancelAfter(20_000)]
    public void What_is_no_file_is_refused_before_it_is_opened()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("only Linux tells what a file is before it is opened");
        }
        using var folder = new TemporaryFolder();
        Run("mkfifo", folder["pipe"]);
        File.CreateSymbolicLink(folder["link"], folder["pipe"]);
        foreach (string path in (string[])[folder["pipe"], folder["link"], "/dev/zero", "/dev/null", "/dev/tty"])
        {
            foreach (
                Action<string> read in (Action<string>[])[p => SafetensorsFile.Read(p), p => ConstantFile.Load(p), p => InputFile.Open(p)])
            {
                // A thread of its own, which a pipe may keep for ever.
                Task reading = Task.Factory.StartNew(
                    () => read(path), TestContext.CurrentContext.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                Assert.That(() =>
                    reading.Wait(TimeSpan.FromSeconds(5)), Throws.TypeOf<AggregateException>().With.InnerException.TypeOf<IOException>()
                    .And.InnerException.Message.EqualTo($"{path}: expected a file on a disk, not a pipe, a terminal or another device"));
            }
        }
    }

    [Test]
    public void Owner_and_group_stay_those_of_the_file_that_is_replaced()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("files cannot be given away here");
            return;
        }
        using var folder = new TemporaryFolder();
        string path = folder.Write("weights", [1]);
        Run("chown", "1000:1001", path);
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.SetGroup;
        File.SetUnixFileMode(path, mode);
        new Linear(2, 3).Save(path);
        Assert.That(Run("stat", "-c", "%u:%g", path), Is.EqualTo("1000:1001\n"));
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(mode));
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, program);
        return output;
    }

    [Test]
    public void Names_may_be_as_long_as_the_disk_allows([Values(250, 255)] int length)
    {
        using var folder = new TemporaryFolder();
        string name = new('w', length);
        AtomicFile.Write(folder[name], stream => stream.WriteByte(1));
        Assert.That(folder.Files, Is.EqualTo((string[])[name]));
    }

    [Test]
    public void What_a_killed_process_has_left_is_removed_and_what_another_writes_stays()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".neuraljit-left.tmp", [1]);
        folder.Write(".neuraljit", [1]);
        string inner = "";
        AtomicFile.Write(folder["outer"], stream =>
        {
            // Another writer, in the middle of the first.
            AtomicFile.Write(folder["inner"], other => other.WriteByte(2));
            inner = string.Join(' ', folder.Files);
            stream.WriteByte(1);
        });
        Assert.That(inner, Does.Match(@"^\.neuraljit \.neuraljit-\S+\.tmp inner$"));
        Assert.That(folder.Files, Is.EqualTo((string[])[".neuraljit", "inner", "outer"]));
    }

    [Test]
    public void A_link_to_nothing_makes_the_file_that_it_names()
    {
        IgnoreOnWindows();
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["link"], folder["target"]);
        AtomicFile.Write(folder["link"], stream => stream.WriteByte(2));
        Assert.That(new FileInfo(folder["link"]).LinkTarget, Is.EqualTo(folder["target"]));
        Assert.That(File.ReadAllBytes(folder["target"]), Is.EqualTo((byte[])[2]));
    }

    [Test]
    public void Missing_permission_is_a_sentence()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("everything is permitted here");
            return;
        }
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder["closed"], "weights");
        Directory.CreateDirectory(folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.That(() => AtomicFile.Write(path, stream => stream.WriteByte(1)), Throws.TypeOf<IOException>()
            .With.Message.EqualTo($"{path}: could not be written: permission to change it or its folder is missing"));
    }

    [Test]
    public void Reading_a_folder_or_nothing_is_a_sentence()
    {
        using var folder = new TemporaryFolder();
        foreach (Action<string> read in (Action<string>[])[p => SafetensorsFile.Read(p), p => ConstantFile.Load(p), p => InputFile.Open(p)])
        {
            Assert.That(() => read(folder["."]), Throws.InstanceOf<IOException>().With.Message.EqualTo($"{folder["."]} is a folder"));
            Assert.That(() =>
                read(folder["none"]), Throws.InstanceOf<IOException>().With.Message.EqualTo($"{folder["none"]}: there is no such file"));
            Assert.That(() => read(folder["a\0b"]), Throws.InstanceOf<IOException>());
        }
    }

    private static void IgnoreOnWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore(NotOnWindows);
        }
    }

    [Test]
    public void What_cannot_be_written_is_known_before()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Check(folder["weights"]);
        Directory.CreateDirectory(folder["taken"]);
        foreach (string path in (string[])[Path.Combine(folder["none"], "weights"), folder["taken"], folder[new string('w', 300)]])
        {
            string expected = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream => stream.WriteByte(1)))!.Message;
            if (path.Length < 256)
            {
                Assert.That(() => AtomicFile.Check(path), Throws.TypeOf<IOException>().With.Message.EqualTo(expected));
            }
        }
        Assert.That(folder.Files, Is.EqualTo((string[])["taken"]), "a check leaves nothing");
    }
}
