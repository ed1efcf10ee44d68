namespace NeuralJit;

/// <summary>What a misspelt name probably means.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary><c>; did you mean "add"?</c>, or nothing where no candidate is near.</summary>
    public static string For(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is { } found ? $"; did you mean \"{found}\"?" : "";

    /// <summary>The candidate that differs in the fewest letters, whatever their case; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName)
        {
            return null;
        }
        int most = Math.Max(1, (name.Length + 1) / 3), best = most + 1;
        string? found = null;
        foreach (string candidate in candidates)
        {
            int distance = Math.Abs(candidate.Length - name.Length) < best ? Distance(name, candidate) : best;
            (best, found) = distance < best ? (distance, candidate) : (best, found);
        }
        return found;
    }

    // Levenshtein's distance, one row of the table at a time.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
