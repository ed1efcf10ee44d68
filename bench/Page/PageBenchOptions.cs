using System.Globalization;

namespace NeuralJit.PageBench;

/// <summary>The command line.</summary>
internal sealed record PageBenchOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Usage = """
        dotnet run -c Release --project bench/Page -- [options]

          --nodes N     about how many values the graph has (default 5000)
          --repeat N    how often the page is opened (default 5)
        """;

    /// <summary>About how many values the compiled graph has.</summary>
    public int Nodes { get; private init; } = 5000;

    /// <summary>How often the page is opened.</summary>
    public int Repeat { get; private init; } = 5;

    /// <summary>Whether to print this page only.</summary>
    public bool Help { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">An argument is wrong; the message is for the user.</exception>
    public static PageBenchOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new PageBenchOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--nodes" => options with { Nodes = Number(arguments, ref i, 500, 50_000) },
                "--repeat" => options with { Repeat = Number(arguments, ref i, 1, 1000) },
                _ => throw new FormatException($"unknown argument {name}; --help lists what there is"),
            };
        }
        return options;
    }

    private static int Number(ReadOnlySpan<string> arguments, ref int i, int least, int most)
    {
        string name = arguments[i], text = ++i < arguments.Length ? arguments[i] : "nothing";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"{name} needs a whole number from {least} to {most}, got {text}"));
    }
}
