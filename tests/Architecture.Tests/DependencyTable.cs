namespace NeuralJit.Architecture.Tests;

/// <summary>The table of projects, references and packages on the architecture page.</summary>
internal static class DependencyTable
{
    private const string Heading = "| project | references | packages |";

    /// <summary>Reads the rows under the heading.</summary>
    public static IReadOnlyList<Project> Parse(string page)
    {
        var rows = new List<Project>();
        foreach (
            string line in page.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => l != Heading).Skip(2).TakeWhile(l => l.StartsWith('|')))
        {
            string[] cells = [.. line.Trim('|').Split('|').Select(c => c.Trim())];
            rows.Add(new Project(cells[0], Names(cells[1]), Names(cells[2])));
        }
        return rows;
    }

    /// <summary>What differs, one sentence each.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<Project> rows, IReadOnlyList<Project> projects)
    {
        var differences = new List<string>();
        foreach (Project project in projects)
        {
            if (rows.FirstOrDefault(r => r.Name == project.Name) is not { } row)
            {
                differences.Add($"{project.Name}: the table has no row for it");
                continue;
            }
            Compare(project.Name, "references", row.References, project.References, differences);
            Compare(project.Name, "uses packages", row.Packages, project.Packages, differences);
        }
        differences.AddRange(rows.Where(r => projects.All(p => p.Name != r.Name))
            .Select(r => $"{r.Name}: the table has a row, but there is no such project in src"));
        return differences;
    }

    private static void Compare(
        string project, string verb, IReadOnlyList<string> said, IReadOnlyList<string> found, List<string> differences)
    {
        if (!said.ToHashSet().SetEquals(found))
        {
            differences.Add($"{project}: the project file {verb} {Text(found)}; the table says {Text(said)}");
        }
    }

    private static string[] Names(string cell) =>
        cell == "–" ? [] : [.. cell.Split(',', StringSplitOptions.TrimEntries)];

    private static string Text(IReadOnlyList<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names);
}
