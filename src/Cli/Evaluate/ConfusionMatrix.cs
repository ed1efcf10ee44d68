using System.Globalization;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Which class was taken for which: all of them where they fit on a screen, else the most frequent mistakes.</summary>
/// <param name="labels">What the images are.</param>
/// <param name="guesses">What the model takes them for.</param>
/// <param name="classes">How many classes there are.</param>
internal sealed class ConfusionMatrix(long[] labels, Guess[] guesses, int classes)
{
    private const int MostClasses = 12, MostMistakes = 10;

    private readonly Dictionary<(long Is, long Says), int> counts = labels.Zip(guesses, (label, guess) => (label, (long)guess.Class))
        .CountBy(pair => pair).ToDictionary();

    /// <summary>Writes it.</summary>
    public void Write()
    {
        if (classes <= MostClasses)
        {
            WriteAll();
        }
        WriteMistakes();
    }

    private void WriteAll()
    {
        int width = Math.Max(3, counts.Values.DefaultIfEmpty().Max().ToString(CultureInfo.InvariantCulture).Length) + 2;
        string Cells(Func<int, string> cell) => string.Concat(Enumerable.Range(0, classes).Select(c => cell(c).PadLeft(width)));
        Terminal.Line("taken for" + Cells(c => Text($"{c}")));
        for (int row = 0; row < classes; row++)
        {
            Terminal.Line(Text($"class {row,-3}") + Cells(c => counts.TryGetValue((row, c), out int n) ? Text($"{n}") : "·"));
        }
    }

    private void WriteMistakes()
    {
        var mistakes = counts.Where(c => c.Key.Is != c.Key.Says).OrderByDescending(c => c.Value).ThenBy(c => c.Key)
            .Take(MostMistakes).ToArray();
        if (mistakes.Length > 0)
        {
            Terminal.Line("most often taken for another: "
                + string.Join(", ", mistakes.Select(m => Text($"{m.Key.Is} for {m.Key.Says} ({m.Value})"))));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
