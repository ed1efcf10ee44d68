namespace NeuralJit.Architecture.Tests;

/// <summary>House rules that files can break.</summary>
public sealed class RepositoryTests
{
    private const int MostLines = 300;

    [Test]
    public void Every_project_is_in_the_solution() => Assert.That(
        Missing(Repository.Read("NeuralJit.sln"), Repository.Files("*.csproj").Select(Repository.Relative)), Is.Empty);

    [Test]
    public void A_project_that_the_solution_lacks_is_reported() =>
        Assert.That(Missing(Repository.Read("NeuralJit.sln"), ["src/New/NeuralJit.New.csproj"]), Has.Length.EqualTo(1));

    [Test]
    public void Source_files_fit_their_size() => Assert.That(
        Repository.Files("*.cs").Select(f => (File: Repository.Relative(f), Lines: File.ReadLines(f).Count()))
            .Where(f => IsTooLong(f.Lines)),
        Is.Empty);

    [Test]
    public void A_file_that_is_too_long_is_reported() => Assert.That(IsTooLong(MostLines + 1), Is.True);

    private static bool IsTooLong(int lines) => lines > MostLines;

    private static string[] Missing(string solution, IEnumerable<string> projects) =>
        [.. projects.Where(p => !solution.Replace('\\', '/').Contains($"\"{p}\"", StringComparison.Ordinal))];
}
