using System.Globalization;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>Where the commands write: with colours and redrawing on a terminal, as plain text elsewhere.</summary>
internal static class Terminal
{
    private const int PlainWidth = 200;
    private const int RowIndent = 10;

    /// <summary>Whether the output is a file or a pipe.</summary>
    public static bool IsPlain { get; } = Console.IsOutputRedirected;

    /// <summary>The console.</summary>
    public static IAnsiConsole Output { get; } = Create();

    /// <summary>A table in the style of the output.</summary>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table
        {
            Border = IsPlain ? TableBorder.Ascii2 : TableBorder.Rounded,
            UseSafeBorder = false,
        };
        for (int i = 0; i < columns.Length; i++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(columns[i])));
        }
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void AddText(this Table table, params IEnumerable<string> cells) =>
        table.AddRow([.. cells.Select(c => new Text(VisibleText.Of(c)))]);

    /// <summary>Writes a heading.</summary>
    public static void Heading(string text)
    {
        text = VisibleText.Of(text);
        Output.WriteLine();
        Output.Write(IsPlain ? new Text(text + "\n" + new string('-', text.Length)) : new Markup($"[bold]{Markup.Escape(text)}[/]"));
        Output.WriteLine();
    }

    /// <summary>Writes text; what a terminal would obey in it is shown instead.</summary>
    public static void Line(string text = "") => Output.WriteLine(VisibleText.Of(text));

    /// <summary>Shows the cursor, which a bar hides while it is drawn.</summary>
    public static void ShowCursor()
    {
        if (!IsPlain)
        {
            Console.Out.Write("\e[?25h");
            Console.Out.Flush();
        }
    }

    /// <summary>Writes a row of a screen: what it is about, then what there is to say.</summary>
    public static void Row(string about, FormattableString text) =>
        Line($"{about,-RowIndent}{text.ToString(CultureInfo.InvariantCulture)}");

    private static IAnsiConsole Create()
    {
        if (!IsPlain)
        {
            return AnsiConsole.Console;
        }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = PlainWidth;
        return console;
    }
}
