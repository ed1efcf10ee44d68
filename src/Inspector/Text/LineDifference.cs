namespace NeuralJit.Inspection;

/// <summary>
/// What two lists have in common: the longest common subsequence, found by dynamic programming between their common start and end.
/// </summary>
internal static class LineDifference
{
    // The table has a cell for each pair of lines; lists that differ in more places count as replaced.
    private const long MostCells = 16_000_000;

    /// <summary>Pairs of positions in order; −1 where a line is only in the other list.</summary>
    public static List<(int Before, int After)> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        int start = 0, most = Math.Min(before.Count, after.Count), end = 0;
        while (start < most && before[start] == after[start])
        {
            start++;
        }
        while (end < most - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }
        var pairs = new List<(int, int)>();
        pairs.AddRange(Enumerable.Range(0, start).Select(i => (i, i)));
        AddMiddle(pairs, before, after, start, before.Count - end, after.Count - end);
        pairs.AddRange(Enumerable.Range(0, end).Select(i => (before.Count - end + i, after.Count - end + i)));
        return pairs;
    }

    private static void AddMiddle(
        List<(int, int)> pairs, IReadOnlyList<string> before, IReadOnlyList<string> after, int start, int beforeEnd, int afterEnd)
    {
        int[,]? common = (long)(beforeEnd - start) * (afterEnd - start) <= MostCells
            ? CommonFrom(before, after, start, beforeEnd, afterEnd)
            : null;
        int b = start, a = start;
        while (b < beforeEnd || a < afterEnd)
        {
            if (common is not null && b < beforeEnd && a < afterEnd && before[b] == after[a])
            {
                pairs.Add((b++, a++));
            }
            else if (
                b < beforeEnd && (a == afterEnd || common is null || common[b + 1 - start, a - start] >= common[b - start, a + 1 - start]))
            {
                pairs.Add((b++, -1));
            }
            else
            {
                pairs.Add((-1, a++));
            }
        }
    }

    /// <summary>For each pair of positions, how many lines the rests of both lists have in common.</summary>
    private static int[,] CommonFrom(IReadOnlyList<string> before, IReadOnlyList<string> after, int start, int beforeEnd, int afterEnd)
    {
        int[,] common = new int[beforeEnd - start + 1, afterEnd - start + 1];
        for (int b = beforeEnd - 1; b >= start; b--)
        {
            for (int a = afterEnd - 1; a >= start; a--)
            {
                (int i, int j) = (b - start, a - start);
                common[i, j] = before[b] == after[a] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }
        return common;
    }
}
