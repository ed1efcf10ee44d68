using System.Text;
using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>Writes what was asked for into a file.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the text; beside a graph that names constants by hash also the file that holds them.</summary>
    public static void Write(string path, string text, CompiledProgram program, InspectSettings settings)
    {
        AtomicFile.Write(path, stream => stream.Write(Encoding.GetBytes(text)));
        if (settings is { Format: InspectForms.Text, Diff: null } && InspectForms.GraphOf(settings, program.Report) is { } stage && text.Contains("{#", StringComparison.Ordinal))
        {
            ConstantFile.Save(GraphFile.ConstantsOf(path), stage.Graph);
        }
    }
}
