namespace NeuralJit.Inspection.Tests;

/// <summary>Laws of the modules behind the panes, checked in the browser over random cases from a fixed seed.</summary>
public class PaneModuleTests : ModuleFixture
{
    // A small generator, so that the cases are the same everywhere.
    private const string Random =
        "let seed = 12345; const random = n => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };";

    [Test]
    public async Task A_diff_rebuilds_both_lists_by_the_fewest_edits()
    {
        string[] wrong = await Page.RunAsync<string[]>(Random + """
            const { diff, folded } = await load('#panes/line-diff');
            const longestCommon = (a, b) => {
              const table = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
              for (let i = 1; i <= a.length; i++)
                for (let j = 1; j <= b.length; j++) table[i][j] = a[i - 1] === b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
              return table[a.length][b.length];
            };
            const list = () => Array.from({ length: random(15) }, () => 'abcd'[random(4)]);
            const wrong = [];
            for (let i = 0; i < 2000; i++) {
              const [a, b] = [list(), list()];
              const rows = diff(a, b);
              const rebuilt = side => rows.filter(row => row[side] !== undefined).map(row => row[side]).join();
              const isRight = rebuilt('a') === a.map((_, i) => i).join() && rebuilt('b') === b.map((_, i) => i).join()
                && rows.every(row => (row.kind === 'same') === (row.a !== undefined && row.b !== undefined) && (row.kind !== 'same' || a[row.a] === b[row.b]))
                && rows.filter(row => row.kind === 'same').length === longestCommon(a, b)
                && JSON.stringify(folded(rows, 1).flatMap(row => row.rows ?? [row])) === JSON.stringify(rows);
              if (!isRight) wrong.push(`${a} / ${b}`);
            }
            return wrong;
            """);
        Assert.That(wrong, Is.Empty);
    }

    [TestCase("var x = 1.5f; // so", "var:keyword x:plain 1.5f:number // so:comment")]
    [TestCase("Load(\"a // b\", 'c')", "Load:call \"a // b\":string 'c':string")]
    [TestCase("/* if */ Vector512<float> v", "/* if */:comment Vector512:type float:keyword v:plain")]
    [TestCase("x2 = 0x1F + y.Length", "x2:plain 0x1F:number y:plain Length:type")]
    [TestCase("\"not closed", "\"not closed:string")]
    [TestCase("/* not closed", "/* not closed:comment")]
    public async Task CSharp_is_cut_into_coloured_pieces_that_are_together_the_text(string text, string expected)
    {
        string[] pieces = await Page.RunAsync<string[]>("""
            const { tokens } = await load('#panes/csharp');
            const pieces = tokens(argument);
            return [pieces.map(piece => piece.text).join(''), pieces.filter(piece => /[\w"']/.test(piece.text)).map(piece => `${piece.text}:${piece.kind}`.trim()).join(' ')];
            """, text);
        Assert.That(pieces[0], Is.EqualTo(text));
        Assert.That(pieces[1], Is.EqualTo(expected));
    }

    [TestCase("ticks(100, 5)", "0 20 40 60 80 100")]
    [TestCase("ticks(32768, 4, 2)", "0 8192 16384 24576 32768")]
    [TestCase("ticks(0, 5)", "0")]
    [TestCase("ticksBetween(95, 215, 3)", "100 150 200")]
    [TestCase("decades([3, 250])", "1 1000")]
    [TestCase("decades([], 2)", "1 100")]
    [TestCase("powers([0.1, 100])", "0.1 1 10 100")]
    [TestCase("powers([1, 1e12], 6)", "1 100 10000 1000000 100000000 10000000000 1000000000000")]
    public async Task Axes_bear_round_numbers(string call, string expected)
    {
        string text = await Page.RunAsync<string>(
            $"const {{ ticks, ticksBetween, decades, powers }} = await load('#panes/scales'); return {call}.map(x => "
            + $"Number(x.toPrecision(9))).join(' ');");
        Assert.That(text, Is.EqualTo(expected));
    }

    [TestCase(0.8, "50 30")]
    [TestCase(0.81, "50 30 15")]
    [TestCase(0.5, "50")]
    [TestCase(0, "")]
    public async Task The_fewest_rows_make_up_a_part(double part, string expected)
    {
        string text = await Page.RunAsync<string>(
            "const { fewest } = await load('#panes/metrics'); return fewest([5, 30, 50, 0, 15], x => x, argument).join(' ');", part);
        Assert.That(text, Is.EqualTo(expected));
    }
}
