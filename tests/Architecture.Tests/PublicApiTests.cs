using System.Reflection;

namespace NeuralJit.Architecture.Tests;

/// <summary>
/// The public API of each library is the approved text in Approved/. A deliberate change is approved by running these
/// tests once with NEURALJIT_APPROVE=1, which rewrites the texts; the diff is part of the review.
/// </summary>
public sealed class PublicApiTests
{
    private const string Folder = "tests/Architecture.Tests/Approved";

    [TestCase("Kernels")]
    [TestCase("Graph")]
    [TestCase("Compiler")]
    [TestCase("NN")]
    [TestCase("Training")]
    [TestCase("Inspector")]
    public void Public_api_is_the_approved_one(string library)
    {
        string path = Path.Combine(Repository.Root, Folder, $"NeuralJit.{library}.txt");
        string[] actual = [.. PublicApi.Describe(Assembly.Load($"NeuralJit.{library}"))];
        if (Environment.GetEnvironmentVariable("NEURALJIT_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
        }
        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        Assert.That(Changes(approved, actual), Is.Empty,
            $"the public API of NeuralJit.{library} changed; if that is meant, run the tests once with NEURALJIT_APPROVE=1 and "
            + $"commit {Folder}");
    }

    [Test]
    public void A_changed_member_is_reported() => Assert.That(
        Changes(["class A", "  void M(int)"], ["class A", "  void M(long)"]),
        Is.EqualTo(new[] { "removed: class A › void M(int)", "added: class A › void M(long)" }));

    [Test]
    public void The_text_names_types_and_members_as_csharp_does()
    {
        string[] text = [.. PublicApi.Describe(typeof(Shape).Assembly)];
        Assert.That(text, Does.Contain("sealed class NeuralJit.Shape : IEquatable<Shape>, IReadOnlyList<int>"));
        Assert.That(text, Does.Contain("  static Shape Create(ReadOnlySpan<int> extents)"));
    }

    [Test]
    public void A_member_that_moves_to_another_type_is_reported() => Assert.That(
        Changes(["class A", "  void M()", "class B"], ["class A", "class B", "  void M()"]),
        Is.EqualTo(new[] { "removed: class A › void M()", "added: class B › void M()" }));

    private static List<string> Changes(string[] approved, string[] actual)
    {
        string[] before = Qualified(approved), after = Qualified(actual);
        return [.. before.Except(after).Select(l => "removed: " + l), .. after.Except(before).Select(l => "added: " + l)];
    }

    /// <summary>Each member with its type in front: equal members of two types are two.</summary>
    private static string[] Qualified(string[] lines)
    {
        string type = "";
        return [.. lines.Select(l => l.StartsWith(' ') ? $"{type} › {l.Trim()}" : type = l)];
    }
}
