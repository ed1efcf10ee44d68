using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;

namespace NeuralJit.Cli;

/// <summary>Arguments, and what wrong arguments and failures look like: one line on stderr.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of wrong arguments and unreadable or unwritable files.</summary>
    public const int WrongInput = 2;

    /// <summary>Exit code of a computation that failed.</summary>
    public const int Failed = 1;

    /// <summary>How the tool is run here: by its name, or from the source that it was built from.</summary>
    public static string Invocation { get; } =
        AppContext.BaseDirectory.Replace('\\', '/').Contains("/src/Cli/bin/", StringComparison.Ordinal)
            ? "dotnet run -c Release --project src/Cli --"
            : "neuraljit";

    /// <summary>Runs that of the <paramref name="commands"/> that the arguments name; gives the exit code.</summary>
    public static async Task<int> Run(string[] arguments, params IEnumerable<Command> commands)
    {
        var root = new RootCommand("NeuralJit compiles neural networks inside a .NET process.");
        foreach (Command command in commands)
        {
            root.Add(command);
        }
        ParseResult parsed = root.Parse(arguments is [] ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            Command asked = parsed.CommandResult.Command;
            return Complain($"{Message(parsed)}. Try '{(asked == root ? "" : "neuraljit ")}{asked.Name} --help'.", WrongInput);
        }
        try
        {
            // Failures are told below, in one line; Ctrl-C is the commands' own affair.
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Complain(error.Message, WrongInput);
        }
        catch (GraphException error)
        {
            return Complain(error.Message, Failed);
        }
    }

    /// <summary>An option that takes a whole number within limits.</summary>
    public static Option<int> WholeNumber(string name, string description, int byDefault, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument =>
            Parse<int>(argument, v => v >= least && v <= most, $"{name} needs a whole number from {least} to {most}"),
    };

    /// <summary>An option that takes a number above 0.</summary>
    public static Option<double> PositiveNumber(string name, string description, double byDefault) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => Parse<double>(argument, v => v > 0 && double.IsFinite(v), $"{name} needs a number above 0"),
    };

    /// <summary>An option that takes one of some names.</summary>
    public static Option<string> OneOf(string name, string description, IEnumerable<string> names, string byDefault)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => byDefault };
        option.AcceptOnlyFromAmong([.. names]);
        return option;
    }

    /// <summary><c>; did you mean 'train'</c> where a known word is near to the given one, else nothing.</summary>
    public static string Meant(string word, IEnumerable<string> known) =>
        Suggestion.Nearest(word, known) is { } near ? $"; did you mean '{near}'" : "";

    private static T Parse<T>(ArgumentResult argument, Predicate<T> fits, string need) where T : struct, INumberBase<T>
    {
        string text = argument.Tokens.Count > 0 ? argument.Tokens[^1].Value : "";
        if (NumberText.TryRead(text, out T value) && fits(value))
        {
            return value;
        }
        argument.AddError($"{need}, got '{text}'.");
        return default;
    }

    // "A command is required" comes first even when the true mistake is a word that is none, and the argument of an option that there is
    // not before the option.
    private static string Message(ParseResult parsed)
    {
        string[] messages = [.. parsed.Errors.Select(e => e.Message.TrimEnd('.'))];
        Command command = parsed.CommandResult.Command;
        string message = messages.FirstOrDefault(m => command is not RootCommand && m.Contains("'-", StringComparison.Ordinal))
            ?? messages.FirstOrDefault(m => m.Contains('\'', StringComparison.Ordinal)) ?? messages[0];
        return parsed.UnmatchedTokens is [var word, ..] && message.Contains($"'{word}'", StringComparison.Ordinal)
            ? message + Meant(word, [.. command.Subcommands.Select(c => c.Name), .. command.Options.Select(o => o.Name)])
            : message;
    }

    private static int Complain(string message, int exitCode)
    {
        Console.Error.WriteLine("neuraljit: "
            + VisibleText.Of(VisibleText.Cut(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));
        return exitCode;
    }
}
