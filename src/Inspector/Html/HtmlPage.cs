using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NeuralJit.Inspection;

/// <summary>Writes reports as one HTML file that holds everything it needs: it opens offline in any browser and may load nothing.</summary>
/// <remarks>
/// The page's modules lie in an import map as data: addresses under bare names ("#graph/layout"), so that they stay the modules that they
/// are in the folder Page. The content security policy allows these and the two inline scripts, by their hashes, and forbids every
/// connection.
/// </remarks>
public static partial class HtmlPage
{
    private const string Start = "import { start } from \"#app\"; start();";

    // Before all others, which build on its variables.
    private const string FirstStyle = "styles/base.css";

    /// <summary>
    /// Writes the page with one or more reports as JSON documents; the first is shown, others can be chosen and compared.
    /// </summary>
    /// <param name="writer">Where the page is written to.</param>
    /// <param name="reports">The reports, each as the text of its JSON document.</param>
    /// <param name="title">The page's title until the report has been read.</param>
    public static void Write(TextWriter writer, IReadOnlyList<string> reports, string title = "NeuralJit report")
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(reports);
        string imports = ImportMap();
        // The template is cut at its placeholders: what is put in for one is never searched for others.
        string[] parts = Placeholder().Split(PageFiles.Read("page.html"));
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0)
                writer.Write(parts[i]);
            else
                WritePart(writer, parts[i], reports, title, imports);
        }
    }

    private static void WritePart(TextWriter writer, string name, IReadOnlyList<string> reports, string title, string imports)
    {
        switch (name)
        {
            case "policy": writer.Write(Policy(imports)); break;
            case "title": writer.Write(HtmlEncoder.Default.Encode(title)); break;
            case "icon": writer.Write(DataAddress("image/svg+xml", PageFiles.Read("icon.svg").TrimEnd())); break;
            case "styles": WriteStyles(writer); break;
            case "imports": writer.Write(imports); break;
            case "reports": WriteReports(writer, reports); break;
            case "start": writer.Write(Start); break;
            default: throw new InvalidOperationException($"page.html has a placeholder \"{name}\" that nothing fills");
        }
    }

    private static string Policy(string imports) =>
        $"default-src 'none'; script-src '{Hash(imports)}' '{Hash(Start)}' data:; style-src 'unsafe-inline'; img-src data:; base-uri "
        + $"'none'; form-action 'none'";

    private static void WriteStyles(TextWriter writer)
    {
        foreach (string path in PageFiles.Paths.Where(p => p.EndsWith(".css", StringComparison.Ordinal)).OrderBy(p => p != FirstStyle))
            writer.Write(PageFiles.Read(path));
    }

    private static void WriteReports(TextWriter writer, IReadOnlyList<string> reports)
    {
        for (int i = 0; i < reports.Count; i++)
        {
            // In JSON "<" occurs in strings only, where it may be escaped: no text of a report can end the script.
            writer.Write($"<script type=\"application/json\" id=\"report-{i}\">");
            writer.Write(reports[i].Replace("<", "\\u003c", StringComparison.Ordinal));
            writer.Write("</script>\n");
        }
    }

    private static string ImportMap()
    {
        var modules = PageFiles.Paths.Where(p => p.EndsWith(".js", StringComparison.Ordinal)).ToDictionary(
            path => "#" + path[..^".js".Length],
            path => DataAddress("text/javascript", $"{PageFiles.Read(path)}\n//# sourceURL=neuraljit/{path}\n"));
        return JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>> { ["imports"] = modules },
            PageJson.Default.DictionaryStringDictionaryStringString);
    }

    private static string DataAddress(string type, string text) =>
        $"data:{type};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";

    private static string Hash(string script) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
