using System.Globalization;
using System.Text;
using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>Files that commands write.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Refuses a path at which no file can be, before any work is done for it; null is none.</summary>
    /// <exception cref="IOException">The path is a folder, or in a folder that is not there.</exception>
    public static void Check(string option, string? path)
    {
        if (path is null)
        {
            return;
        }
        if (path.Length == 0 || Directory.Exists(path))
        {
            throw new IOException(path.Length == 0 ? $"{option} needs the path of a file, got ''" : $"{option} {path} is a folder");
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
        {
            throw new IOException($"{option} {path}: there is no folder {folder}");
        }
        AtomicFile.Check(path);
    }

    /// <summary>A file that was written and its size: <c>lenet.html (532 kB)</c>.</summary>
    public static string Describe(string path)
    {
        double bytes = new FileInfo(path).Length;
        string size = bytes switch
        {
            < 1e3 => Text($"{bytes} bytes"),
            < 1e6 =>
            Text($"{bytes / 1e3:F0} kB"),
            < 1e9 => Text($"{bytes / 1e6:F1} MB"),
            _ => Text($"{bytes / 1e9:F1} GB")
        };
        return $"{path} ({size})";
    }

    /// <summary>Writes the text; beside a graph that names constants by hash also the file that holds them.</summary>
    public static void Write(string path, string text, CompiledProgram program, InspectSettings settings)
    {
        // The constants first: a graph without them could not be read again.
        if (settings is { Format: InspectForms.Text, Diff: null } && InspectForms.GraphOf(settings, program.Report) is { } stage
            && text.Contains("{#", StringComparison.Ordinal))
        {
            ConstantFile.Save(GraphFile.ConstantsOf(path), stage.Graph);
        }
        AtomicFile.Write(path, stream => stream.Write(Encoding.GetBytes(text)));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
