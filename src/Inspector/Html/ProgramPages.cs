using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>Programs as pages to look at.</summary>
public static class ProgramPages
{
    extension(CompiledProgram program)
    {
        /// <summary>
        /// Writes the report of the program, with a profile if there is one, as one HTML file that opens offline in any browser.
        /// </summary>
        /// <param name="path">The file; it is complete or not there.</param>
        /// <param name="title">The page's title.</param>
        /// <param name="profile">What <c>program.Profile()</c> gave, or null.</param>
        /// <exception cref="IOException">The file cannot be written; one that was there before is as it was.</exception>
        public void WriteHtml(string path, string title = "NeuralJit report", ProgramProfile? profile = null)
        {
            ArgumentNullException.ThrowIfNull(program);
            ArgumentNullException.ThrowIfNull(path);
            string report = DocumentJson.Write(DocumentBuilder.Of(program, title, profile));
            AtomicFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                HtmlPage.Write(writer, [report], title);
            });
        }
    }
}
