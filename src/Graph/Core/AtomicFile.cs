using Microsoft.Win32.SafeHandles;

namespace NeuralJit;

/// <summary>
/// Writes files that are there completely or not at all: everything that NeuralJit writes goes through it. Content goes into a temporary
/// file of the same folder, onto the disk, and then takes the name.
/// </summary>
public static class AtomicFile
{
    // Short and of its own: a name made of the target's could be too long.
    private const string TemporaryStart = ".neuraljit-", TemporaryEnd = ".tmp";
    private const int Attempts = 5;
    private const string NoFile = "it is a pipe, a terminal or another device, not a file";

    /// <summary>
    /// Writes a file. One that it replaces hands on its permissions and, on Linux as far as the system allows (as a rule to root), its
    /// owner and group; where it cannot hand on the group, the new one may do what all others may, and nobody runs it in the name of an
    /// owner or group that it has not. What a link leads to is replaced, not the link; a device under <c>/dev</c> is written to. Temporary
    /// files that a killed process has left in the folder are removed.
    /// </summary>
    /// <exception cref="IOException">
    /// Writing failed, and what was there before is as it was: the path is a folder, a pipe, in a folder that is not there, permission is
    /// missing, the disk is full. The message names the path.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Try(path, target =>
        {
            if (IsDevice(target))
            {
                using var device = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                write(device);
            }
            else
            {
                Replace(target, RightsOf(target), write);
            }
        });
    }

    /// <summary>
    /// Refuses now what <see cref="Write"/> would refuse before it has written anything: for programs that work long for what they write.
    /// </summary>
    /// <exception cref="IOException">No file can be written there; the message names the path.</exception>
    public static void Check(string path) => Try(path, target =>
    {
        if (!IsDevice(target))
        {
            using FileStream stream = Create(Path.GetDirectoryName(target)!, RightsOf(target));
            Remove(stream.Name);
        }
    });

    private static void Try(string path, Action<string> action)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            action(TargetOf(path));
        }
        catch (DirectoryNotFoundException error)
        {
            throw new IOException(
                $"{path}: could not be written: there is no folder {Path.GetDirectoryName(Path.GetFullPath(path))}", error);
        }
        catch (FileNotFoundException error)
        {
            throw new IOException($"{path}: could not be written: no file can be made there", error);
        }
        catch (IOException error)
        {
            throw new IOException($"{path}: could not be written: {WithoutPath(error.Message)}", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{path}: could not be written: permission to change it or its folder is missing", error);
        }
    }

    // The system names the file that it knows, which may be a temporary one: "No space left on device : '/tmp/x.1234'".
    private static string WithoutPath(string message) =>
        message.IndexOf(" : '", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;

    // Where the content belongs: at the end of links, also where nothing is there yet. /dev/stdout is a link to something that has no name.
    private static string TargetOf(string path)
    {
        string full = Path.GetFullPath(path);
        return IsDevice(full) || new FileInfo(full).LinkTarget is null
            ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }

    // To put a file into the place of a device would take it away from everybody.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && (Path.GetDirectoryName(path) is "/dev" or "/dev/fd" or "/dev/pts" || path.StartsWith("/proc/", StringComparison.Ordinal));

    /// <summary>Refuses what is no file; gives the permissions and the owner of the file that is there, or null.</summary>
    private static Rights? RightsOf(string target)
    {
        if (Directory.Exists(target))
        {
            throw new IOException("it is a folder");
        }
        if (OperatingSystem.IsWindows() || !File.Exists(target))
        {
            return null;
        }
        UnixFile? file = UnixFile.Of(target);
        if (file is { IsRegular: false })
        {
            throw new IOException(NoFile);
        }
        // Whether it may be written to. Where the system does not say what it is, it is opened to read and write at once: either alone
        // would wait for the other end of a pipe.
        using var existing = new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return existing.CanSeek ? new Rights(File.GetUnixFileMode(target), file) : throw new IOException(NoFile);
    }

    private static void Replace(string target, Rights? rights, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(target)!;
        RemoveStale(folder);
        using FileStream stream = Create(folder, rights);
        string temporary = stream.Name;
        void RemoveAtExit(object? sender, EventArgs e) => Remove(temporary);
        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
        try
        {
            write(stream);
            // A name must not outlive a crash that the content does not.
            stream.Flush(flushToDisk: true);
            // Still open, so that nobody takes it for stale.
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        }
    }

    // Whoever writes holds the file's lock, which ends with the process.
    private static FileStream Create(string folder, Rights? rights)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
        };
        if (rights is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(folder, TemporaryStart + Path.GetRandomFileName() + TemporaryEnd);
            try
            {
                FileStream stream = CreateWith(rights, path, options);
                // Gone if another process found it in the moment between its creation and its lock.
                if (attempt == Attempts || File.Exists(path))
                {
                    return stream;
                }
                stream.Dispose();
            }
            catch (IOException error) when (attempt < Attempts && error is not DirectoryNotFoundException)
            {
                // The same moment, seen from the lock.
            }
        }
    }

    private static FileStream CreateWith(Rights? rights, string path, FileStreamOptions options)
    {
        var stream = new FileStream(path, options);
        try
        {
            rights?.HandOn(stream.SafeFileHandle);
            return stream;
        }
        catch
        {
            stream.Dispose();
            Remove(path);
            throw;
        }
    }

    private static void RemoveStale(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, TemporaryStart + "*" + TemporaryEnd))
            {
                RemoveUnlocked(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed; whether it can be written to shows next.
        }
    }

    private static void RemoveUnlocked(string path)
    {
        try
        {
            using var stale = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, or another's.
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What failed before is what the caller has to know.
        }
    }

    /// <summary>What a file hands on to the one that takes its place.</summary>
    private sealed record Rights(UnixFileMode Mode, UnixFile? Owner)
    {
        private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        private const int FromOthersToGroup = 3;

        // First the owner: to give a file away takes its special permissions from it.
        public void HandOn(SafeFileHandle file)
        {
            if (!OperatingSystem.IsWindows())
            {
                (bool owner, bool group) = Owner?.HandOn(file) ?? (false, true);
                UnixFileMode mode = Allowed(owner, group);
                // Some disks know no permissions and refuse to change them.
                if (File.GetUnixFileMode(file) != mode)
                {
                    File.SetUnixFileMode(file, mode);
                }
            }
        }

        private UnixFileMode Allowed(bool owner, bool group)
        {
            UnixFileMode ofOthers = (UnixFileMode)((int)Mode << FromOthersToGroup) & OfGroup;
            UnixFileMode mode = group ? Mode : Mode & ~UnixFileMode.SetGroup & (~OfGroup | ofOthers);
            return owner ? mode : mode & ~UnixFileMode.SetUser;
        }
    }
}
