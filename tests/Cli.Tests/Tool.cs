using System.Diagnostics;

namespace NeuralJit.Cli.Tests;

/// <summary>Runs the built tool as a process of its own.</summary>
internal static class Tool
{
    // A terminal's name must not make redirected output colourful.
    private const string TerminalName = "xterm-256color";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs the tool to its end.</summary>
    public static Outcome Run(params string[] arguments) => RunWith("TERM", TerminalName, arguments);

    /// <summary>Runs the tool to its end with an environment variable set.</summary>
    public static Outcome RunWith(string variable, string value, params string[] arguments)
    {
        using Process process = Start(arguments, (variable, value));
        return Finish(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>
    /// Starts the tool, sends the signal of Ctrl-C once it has written a line with <paramref name="text"/>, and waits for its end; where no
    /// process can be interrupted so, the test is ignored.
    /// </summary>
    public static Outcome Interrupt(string text, params string[] arguments)
    {
        RequireSignals();
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string before = "";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            before += line + "\n";
            if (line.Contains(text, StringComparison.Ordinal))
            {
                using Process kill = Process.Start(
                    "kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                kill.WaitForExit();
                break;
            }
        }
        Outcome rest = Finish(process, process.StandardOutput.ReadToEndAsync(), errors);
        return rest with { Output = before + rest.Output };
    }

    private static void RequireSignals()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("the test sends the signal with the kill command, which Windows does not have");
        }
        // A shell cannot trap a signal that was ignored when it started.
        using Process shell = Process.Start("sh", ["-c", "trap 'exit 0' INT; kill -INT $$; exit 1"]);
        shell.WaitForExit();
        if (shell.ExitCode != 0)
        {
            Assert.Ignore(
                "processes ignore Ctrl-C from their start here, as in the background of a shell: run in the foreground or under 'env "
                + "--default-signal=INT'");
        }
    }

    private static Process Start(string[] arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "neuraljit.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", tool, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TERM"] = TerminalName },
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start) ?? throw new InvalidOperationException($"could not start {tool}");
    }

    private static Outcome Finish(Process process, Task<string> output, Task<string> errors)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the tool did not end within {Patience}");
        }
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}

/// <summary>What a run of the tool left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Asserts that it went well; gives the output.</summary>
    public string ExpectSuccess()
    {
        Assert.That((ExitCode, Errors), Is.EqualTo((0, "")), Output);
        return Output;
    }

    /// <summary>
    /// Asserts that it wrote nothing but one line that contains <paramref name="message"/>, and gave the exit code of wrong input.
    /// </summary>
    public void ExpectRefusal(string message)
    {
        ExpectFailure(2, message);
        Assert.That(Output, Is.Empty);
    }

    /// <summary>Asserts that it failed with one line that contains <paramref name="message"/>.</summary>
    public void ExpectFailure(int exitCode, string message)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ExitCode, Is.EqualTo(exitCode), Output);
            Assert.That(Errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(Errors, Does.StartWith("neuraljit: ").And.Contain(message));
            Assert.That(Errors, Does.Not.Contain("   at "));
        }
    }
}
