namespace NeuralJit.Inspection;

/// <summary>Reads the lines of source around the places that values come from.</summary>
internal static class SourceLines
{
    private const int Margin = 4;
    private const long LargestFile = 1 << 20;
    private const int MostFiles = 100;

    /// <summary>The lines around all places, neighbours joined; files that are not here, or changed, or huge, are left out.</summary>
    public static IReadOnlyList<DocumentSource> Around(IEnumerable<SourceLine> places)
    {
        var result = new List<DocumentSource>();
        foreach (
            IGrouping<string, SourceLine> file in places.GroupBy(p => p.Path).OrderBy(g => g.Key, StringComparer.Ordinal).Take(MostFiles))
        {
            if (Read(file.Key) is { } lines)
            {
                result.AddRange(Runs([.. file.Select(p => p.Line)], lines.Length).Select(run =>
                    new DocumentSource(file.First().File, OriginTable.Shorten(file.Key), run.First, lines[(run.First - 1)..run.Last])));
            }
        }
        return result;
    }

    private static string[]? Read(string path)
    {
        try
        {
            using FileStream file = InputFile.Open(path);
            return file.Length <= LargestFile ? ReadLines(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] ReadLines(FileStream file)
    {
        using var reader = new StreamReader(file);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }
        return [.. lines];
    }

    private static List<(int First, int Last)> Runs(int[] wanted, int count)
    {
        var runs = new List<(int First, int Last)>();
        foreach (int line in wanted.Where(l => l <= count).Order())
        {
            int first = Math.Max(1, line - Margin), last = Math.Min(count, line + Margin);
            if (runs.Count > 0 && first <= runs[^1].Last + 1)
            {
                runs[^1] = (runs[^1].First, last);
            }
            else
            {
                runs.Add((first, last));
            }
        }
        return runs;
    }
}
