using System.Xml.Linq;

namespace NeuralJit.Architecture.Tests;

/// <summary>What a project file says about dependencies.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="References">Folder names of the projects that it references.</param>
/// <param name="Packages">Packages that it references.</param>
internal sealed record Project(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    /// <summary>Reads a project file.</summary>
    public static Project Read(string path) => Parse(FolderOf(path), File.ReadAllText(path));

    /// <summary>Reads the text of a project file.</summary>
    public static Project Parse(string name, string xml)
    {
        XDocument document = XDocument.Parse(xml);
        return new Project(
            name,
            [.. Includes(document, "ProjectReference").Select(FolderOf).Order(StringComparer.Ordinal)],
            [.. Includes(document, "PackageReference").Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Includes(XDocument document, string element) =>
        document.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    private static string FolderOf(string path) => path.Replace('\\', '/').Split('/')[^2];
}
