using System.ComponentModel;
using System.Diagnostics;

namespace NeuralJit.Cli;

/// <summary>Shows long texts: page by page and in colours on a terminal, as they are elsewhere.</summary>
internal static class Pager
{
    /// <summary>Writes the text.</summary>
    /// <param name="text">Lines.</param>
    /// <param name="colour">Adds colours to a line.</param>
    public static void Show(string text, Func<string, string> colour)
    {
        text = VisibleText.Of(text);
        if (Terminal.IsPlain)
        {
            Console.Out.Write(text);
            return;
        }
        string shown = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            ? text
            : string.Join('\n', text.Split('\n').Select(colour));
        if (text.AsSpan().Count('\n') < Console.WindowHeight || Console.IsInputRedirected || !Page(shown))
        {
            Console.Out.Write(shown);
        }
    }

    // The pager of the user's choice; less keeps colours and does not wait for short texts.
    private static bool Page(string text)
    {
        string pager = Environment.GetEnvironmentVariable("PAGER") is { Length: > 0 } chosen ? chosen : "less";
        try
        {
            string[] words = pager.Split(' ', 2, StringSplitOptions.TrimEntries);
            string arguments = words.Length > 1 ? words[1] : words[0] == "less" ? "-FRX" : "";
            var start = new ProcessStartInfo(words[0], arguments) { RedirectStandardInput = true, UseShellExecute = false };
            using Process process = Process.Start(start)!;
            try
            {
                process.StandardInput.Write(text);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The reader has seen enough.
            }
            process.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
