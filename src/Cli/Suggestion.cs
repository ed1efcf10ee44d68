namespace NeuralJit.Cli;

/// <summary>The word that was meant by one that is not known.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean 'train'</c> where a word is near to the given one, else nothing.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        (string Word, int Distance)[] near = [.. known.Select(k => (k, Distance(word.ToLowerInvariant(), k.ToLowerInvariant()))).Where(k => k.Item2 <= Math.Max(1, word.Length / 3))];
        return near.Length == 0 ? "" : $"; did you mean '{near.MinBy(n => n.Distance).Word}'";
    }

    // The least number of letters to insert, delete, replace or swap with the next one (optimal string alignment).
    private static int Distance(string a, string b)
    {
        const int Longest = 100;
        if (Math.Max(a.Length, b.Length) > Longest)
        {
            return int.MaxValue;
        }
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }
        return cost[a.Length, b.Length];
    }
}
