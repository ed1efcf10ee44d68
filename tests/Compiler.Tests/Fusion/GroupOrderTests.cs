namespace NeuralJit.Compilation.Tests;

/// <summary>What groups say about paths between them is what following every need finds, however they were connected and merged.</summary>
internal sealed class GroupOrderTests
{
    [Test]
    public void Paths_are_those_of_a_plain_search([Range(0, 19)] int seed)
    {
        var random = new Random(seed);
        List<Group> groups = [.. Enumerable.Range(0, random.Next(2, 40)).Select(i => new Group(i, GroupKind.Loop, [1]))];
        for (int i = 0; i < 120; i++)
        {
            Group a = groups[random.Next(groups.Count)], b = groups[random.Next(groups.Count)];
            if (!ReferenceEquals(a, b) && random.Next(4) == 0 && groups.Count > 2 && !HasLongPath(a, b) && !HasLongPath(b, a))
            {
                a.TakeIn(b);
                groups.Remove(b);
            }
            else if (!IsPath(b, a))
            {
                a.Need(b);
            }
            if (i % 10 == 9)
            {
                AssertPathsAreRight(groups);
            }
        }
        Assert.That(Schedule.Order(groups, new Failures(groups)), Has.Count.EqualTo(groups.Count));
    }

    private static void AssertPathsAreRight(List<Group> groups)
    {
        foreach (Group a in groups)
        {
            foreach (Group b in groups)
            {
                if (a.Reaches(b) != IsPath(a, b) || (!ReferenceEquals(a, b) && a.ReachesThroughOthers(b) != HasLongPath(a, b)))
                {
                    string needs = string.Join(
                        "; ", groups.Select(g => $"{g.Number} needs {string.Join(' ', g.Needs.Select(n => n.Number))}"));
                    Assert.Fail($"{a.Number} → {b.Number}: {needs}");
                }
            }
        }
    }

    private static bool HasLongPath(Group from, Group to) => from.Needs.Any(n => !ReferenceEquals(n, to) && IsPath(n, to));

    private static bool IsPath(Group from, Group to)
    {
        var seen = new HashSet<Group>();
        var open = new Stack<Group>([from]);
        while (open.TryPop(out Group? group))
        {
            if (ReferenceEquals(group, to))
            {
                return true;
            }
            foreach (Group needed in seen.Add(group) ? group.Needs : new HashSet<Group>())
            {
                open.Push(needed);
            }
        }
        return false;
    }
}
