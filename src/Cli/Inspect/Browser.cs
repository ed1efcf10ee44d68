using System.ComponentModel;
using System.Diagnostics;

namespace NeuralJit.Cli;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens a file in it; gives whether there is one.</summary>
    public static bool Open(string path)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(Path.GetFullPath(path)) { UseShellExecute = true });
            return true;
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
