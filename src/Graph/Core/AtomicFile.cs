namespace NeuralJit;

/// <summary>Writes files that are there completely or not at all.</summary>
public static class AtomicFile
{
    // What lies there are devices: to put a file into the place of one would take it away from everybody.
    private const string Devices = "/dev";

    /// <summary>Writes to a temporary file in the same folder, puts it on the disk, and gives it the name; a failure removes it.</summary>
    /// <exception cref="IOException">Writing failed; the message names the file.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            // A link stays a link; what it leads to is replaced.
            string? linked = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
            string target = Path.GetFullPath(linked ?? path);
            if (Path.GetDirectoryName(target) == Devices)
            {
                using var device = new FileStream(target, FileMode.Open, FileAccess.Write);
                write(device);
            }
            else
            {
                Replace(target, write);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: could not be written: {error.Message}", error);
        }
    }

    private static void Replace(string target, Action<Stream> write)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                // A name must not outlive a crash that the content does not.
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
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
}
