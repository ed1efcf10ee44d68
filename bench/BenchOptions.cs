using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralJit.Bench;

/// <summary>The command line of the quick mode.</summary>
internal sealed record BenchOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Usage = """
        dotnet run -c Release --project bench -- [options]

          --suite NAME       headline (default), everyday (what models contain besides; peers/everyday_torch.py times PyTorch) or all
          --check DIR        write each workload's inputs and results there, for peers/everyday_torch.py --check; nothing is timed
          --filter REGEX     only workloads (or workload:mode) that match
          --threads N        worker threads, the caller included (default: all cores)
          --min-time S       seconds measured per workload and mode (default 0.5)
          --vector-bits N    512, 256, 128 or 32 (scalar); default: the widest
          --json FILE        also write the results as JSON
          --list             print the workloads and end
          --dump WORKLOAD    print what the compiler made of a workload and end
          --first WORKLOAD   compile it, run it once, print FIRST_RESULT and the times from process start, end
          --growth N         print compile time against the size of the graph, for chains of N, 2N and 4N links, end
          --bdn [arguments]  hand over to BenchmarkDotNet
        """;

    /// <summary>Which workloads run.</summary>
    public Regex Filter { get; private init; } = new("");

    /// <summary>The workloads of which the filter selects.</summary>
    public IReadOnlyList<Workload> Suite { get; private init; } = Workloads.All;

    /// <summary>Where inputs and results are written instead of timing anything, or null.</summary>
    public string? Check { get; private init; }

    /// <summary>Worker threads; 0 means all cores.</summary>
    public int Threads { get; private init; }

    /// <summary>Seconds measured per workload and mode.</summary>
    public double MinTime { get; private init; } = 0.5;

    /// <summary>Vector width of compiled code; 0 means the widest.</summary>
    public int VectorBits { get; private init; }

    /// <summary>Where to write JSON, or null.</summary>
    public string? Json { get; private init; }

    /// <summary>Whether to print the workloads only.</summary>
    public bool List { get; private init; }

    /// <summary>Whether to print this page only.</summary>
    public bool Help { get; private init; }

    /// <summary>The workload whose program is printed, or null.</summary>
    public string? Dump { get; private init; }

    /// <summary>The workload whose first result is timed, or null.</summary>
    public string? First { get; private init; }

    /// <summary>The number of links with which the growth of compile time is measured, or 0.</summary>
    public int Growth { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">An argument is wrong; the message is for the user.</exception>
    public static BenchOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new BenchOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--list" => options with { List = true },
                "--help" or "-h" => options with { Help = true },
                "--suite" => options with { Suite = SuiteOf(ValueOf(arguments, ref i)) },
                "--check" => options with { Check = ValueOf(arguments, ref i) },
                "--filter" => options with { Filter = Pattern(ValueOf(arguments, ref i)) },
                "--threads" => options with { Threads = (int)Number(name, ValueOf(arguments, ref i), 1, 256) },
                "--min-time" => options with { MinTime = Number(name, ValueOf(arguments, ref i), 0.001, 3600) },
                "--vector-bits" => options with { VectorBits = (int)Number(name, ValueOf(arguments, ref i), 32, 512) },
                "--json" => options with { Json = ValueOf(arguments, ref i) },
                "--dump" => options with { Dump = ValueOf(arguments, ref i) },
                "--first" => options with { First = ValueOf(arguments, ref i) },
                "--growth" => options with { Growth = (int)Number(name, ValueOf(arguments, ref i), 1, 1_000_000) },
                _ => throw new FormatException($"unknown argument {name}; --help lists what there is"),
            };
        }
        return options;
    }

    private static string ValueOf(ReadOnlySpan<string> arguments, ref int i) => i + 1 < arguments.Length
        ? arguments[++i]
        : throw new FormatException($"{arguments[i]} needs a value");

    private static double Number(string name, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"{name} needs a number from {least} to {most}, got \"{text}\""));

    private static IReadOnlyList<Workload> SuiteOf(string name) => name switch
    {
        "headline" => Workloads.All,
        "everyday" => Everyday.Suite.All,
        "all" => [.. Workloads.All, .. Everyday.Suite.All],
        _ => throw new FormatException($"--suite is headline, everyday or all, got \"{name}\""),
    };

    private static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant);
        }
        catch (RegexParseException error)
        {
            throw new FormatException($"--filter: {error.Message}", error);
        }
    }
}
