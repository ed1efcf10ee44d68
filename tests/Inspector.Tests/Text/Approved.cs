using System.Runtime.CompilerServices;

namespace NeuralJit.Inspection.Tests;

/// <summary>
/// Texts that lie in the folder Golden. A new text is put there by running the tests with NEURALJIT_APPROVE=1, after it was read.
/// </summary>
internal static class Approved
{
    /// <summary>Asserts that a text is the approved one.</summary>
    public static void Compare(string file, string text)
    {
        string path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("NEURALJIT_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
        }
        Assert.That(File.Exists(path), Is.True, $"{path} is missing; read the text and approve it");
        Assert.That(text, Is.EqualTo(File.ReadAllText(path).ReplaceLineEndings("\n")), $"if the change is meant, approve it: {path}");
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "Golden");
}
