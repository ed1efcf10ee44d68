namespace NeuralJit;

/// <summary>Opens files to read.</summary>
public static class InputFile
{
    /// <summary>Opens a file on a disk.</summary>
    /// <exception cref="IOException">
    /// There is none, it is a folder, a pipe, a terminal or another device, or permission is missing; the message names the path.
    /// </exception>
    public static FileStream Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder");
        }
        if (UnixFile.Of(path) is { IsRegular: false })
        {
            throw NoFile(path);
        }
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.CanSeek)
            {
                return file;
            }
            file.Dispose();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new FileNotFoundException($"{path}: there is no such file", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{path}: permission to read it is missing", error);
        }
        throw NoFile(path);
    }

    private static IOException NoFile(string path) => new($"{path}: expected a file on a disk, not a pipe, a terminal or another device");
}
