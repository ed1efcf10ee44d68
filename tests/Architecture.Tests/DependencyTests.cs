namespace NeuralJit.Architecture.Tests;

/// <summary>The project files depend on what the table in docs/architecture.md allows, and the table tells no more.</summary>
public sealed class DependencyTests
{
    private const string Page = "docs/architecture.md";

    [Test]
    public void Project_files_match_the_dependency_table() =>
        Assert.That(DependencyTable.Differences(DependencyTable.Parse(Repository.Read(Page)), Repository.Sources), Is.Empty);

    [Test]
    public void A_reference_that_the_table_does_not_have_is_reported()
    {
        var wrong = Project.Parse("Graph", """
            <Project><ItemGroup>
              <ProjectReference Include="../Kernels/NeuralJit.Kernels.csproj" />
              <ProjectReference Include="../Compiler/NeuralJit.Compiler.csproj" />
            </ItemGroup></Project>
            """);
        Project[] projects = [wrong, .. Repository.Sources.Where(p => p.Name != "Graph")];
        Assert.That(
            DependencyTable.Differences(DependencyTable.Parse(Repository.Read(Page)), projects),
            Is.EqualTo(new[] { "Graph: the project file references Kernels, Compiler; the table says Kernels" }));
    }

    [Test]
    public void A_project_without_a_row_is_reported() => Assert.That(
        DependencyTable.Differences([], [new Project("New", [], [])]),
        Is.EqualTo(new[] { "New: the table has no row for it" }));

    [Test]
    public void A_row_without_a_project_is_reported() => Assert.That(
        DependencyTable.Differences([new Project("Gone", [], [])], []),
        Is.EqualTo(new[] { "Gone: the table has a row, but there is no such project in src" }));
}

/// <summary>The table of projects, references and packages on the architecture page.</summary>
internal static class DependencyTable
{
    private const string Heading = "| project | references | packages |";

    /// <summary>Reads the rows under the heading.</summary>
    public static IReadOnlyList<Project> Parse(string page)
    {
        var rows = new List<Project>();
        foreach (string line in page.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => l != Heading).Skip(2).TakeWhile(l => l.StartsWith('|')))
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

    private static void Compare(string project, string verb, IReadOnlyList<string> said, IReadOnlyList<string> found, List<string> differences)
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
