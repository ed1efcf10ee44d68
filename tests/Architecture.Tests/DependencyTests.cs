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
            Is.EqualTo(new[] { "Graph: the project file references Compiler, Kernels; the table says Kernels" }));
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
