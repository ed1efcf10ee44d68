namespace NeuralJit.Tests;

/// <summary>Files beside the repository that are not part of it.</summary>
internal static class SharedFolder
{
    /// <summary>
    /// The path of something in the folder <c>shared</c> beside the repository; the test is ignored where it is not there.
    /// </summary>
    public static string Find(params string[] parts)
    {
        string? path = TryFind(parts);
        if (path is null)
        {
            Assert.Ignore($"../shared/{string.Join('/', parts)} is not there");
        }
        return path!;
    }

    /// <summary>The path of something in the folder <c>shared</c> beside the repository, or null.</summary>
    public static string? TryFind(params string[] parts)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine([folder.FullName, "shared", .. parts]);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}
