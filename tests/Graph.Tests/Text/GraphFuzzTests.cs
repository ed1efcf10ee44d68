using System.Text;

namespace NeuralJit.Tests;

/// <summary>Text that was damaged in any way is read or refused, and what is read runs or is refused; nothing else happens.</summary>
internal sealed class GraphFuzzTests
{
    private const int Rounds = 400;
    private const int MostElements = 100_000;

    private static readonly string[] Pieces =
        ["%", "0", "-1", "2147483647", "99999999999", "[", "]", "{", "}", "\"", "\\", "#", "=", ",", " ", "\n", "NaN", "Infinity", "1e999",
            "True", "f32[]", "bool[2]", "i64[0]", "f32[2147483647]", "[]", "[0,0]", "[-1]", "∇", "\0", "\ud800", "as", "return", "update",
            "#sha256:", "constant", "sum", "conv"];

    private static readonly GraphParseOptions Options = new() { MostBytes = 1 << 20, Constants = _ => null };

    private static IEnumerable<OpCase> Rows => OpTable.All.GroupBy(row => row.ToGraph().Outputs[0].Op.Name).Select(group => group.First());

    [TestCaseSource(nameof(Rows))]
    public void Damaged_text_is_read_or_refused(OpCase row)
    {
        string text = GraphText.Print(row.ToGraph(), new GraphTextOptions { InlineElements = 1000 });
        var random = new Random(row.Name.Length);
        for (int round = 0; round < Rounds; round++)
        {
            string damaged = text;
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged = Damage(damaged, random);
            }
            AssertReadOrRefused(damaged);
        }
    }

    [Test]
    public void Rubbish_is_refused()
    {
        var random = new Random(7);
        for (int round = 0; round < 5000; round++)
        {
            var text = new StringBuilder();
            for (int i = random.Next(0, 30); i > 0; i--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(2) == 0 ? " " : "");
            }
            AssertReadOrRefused(text.ToString());
        }
    }

    [TestCase('{')]
    [TestCase('[')]
    [TestCase('"')]
    [TestCase('%')]
    public void A_hundred_thousand_brackets_are_refused(char bracket) =>
        AssertReadOrRefused("%0 = conv f32[2] {Window = " + new string(bracket, 100_000));

    private static void AssertReadOrRefused(string text)
    {
        try
        {
            Graph graph = Parse(text);
            string printed = GraphText.Print(graph, new GraphTextOptions { InlineElements = 1000 });
            Assert.That(
                GraphText.Print(GraphText.Parse(printed, Options), new GraphTextOptions { InlineElements = 1000 }), Is.EqualTo(printed));
            RunIfSmall(graph);
        }
        catch (GraphException error)
        {
            Assert.That(error.Message, Is.Not.Empty, text);
        }
        catch (Exception error) when (error is not AssertionException)
        {
            Assert.Fail($"{error.GetType().Name}: {error.Message} at\n{text}\n{error.StackTrace}");
        }
    }

    private static Graph Parse(string text)
    {
        try
        {
            return GraphText.Parse(text, Options);
        }
        catch (GraphException error)
        {
            Assert.That(error.Message, Does.Not.Contain('\n'), text);
            throw;
        }
    }

    private static void RunIfSmall(Graph graph)
    {
        if (graph.Nodes.ToArray().Sum(node => node.Shape.Count) <= MostElements)
        {
            Interpreter.Run(graph, [.. graph.Inputs.ToArray().Select(input => TensorData.Zeros(input.Type))]);
        }
    }

    private static string Damage(string text, Random random)
    {
        if (text.Length == 0)
        {
            return Pieces[random.Next(Pieces.Length)];
        }
        int place = random.Next(text.Length), length = Math.Min(random.Next(1, 12), text.Length - place);
        string[] lines = text.Split('\n');
        int line = random.Next(lines.Length), other = random.Next(lines.Length);
        return random.Next(8) switch
        {
            0 => text[..place],
            1 => text.Remove(place, length),
            2 => text.Insert(place, Pieces[random.Next(Pieces.Length)]),
            3 => text.Remove(place, 1).Insert(place, ((char)random.Next(32, 127)).ToString()),
            4 => string.Join('\n', [.. lines[..line], lines[other], .. lines[line..]]),
            5 => string.Join('\n', [.. lines[..line], .. lines[(line + 1)..]]),
            6 => WithOtherNumber(text, place, random),
            _ => text.Insert(random.Next(text.Length), text.Substring(place, length)),
        };
    }

    // Numbers are where attributes go wrong in ways that look right.
    private static string WithOtherNumber(string text, int place, Random random)
    {
        int start = text.AsSpan(place).IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return text;
        }
        start += place;
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }
        int[] numbers = [0, 1, 2, 3, 5, -1, 7, 100, int.MaxValue, int.MinValue, 65536];
        return text[..start] + numbers[random.Next(numbers.Length)] + text[end..];
    }
}
