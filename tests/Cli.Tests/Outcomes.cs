using System.Collections.Concurrent;

namespace NeuralJit.Cli.Tests;

/// <summary>Runs of the tool that several tests look at, each made once: a start of the tool takes a second.</summary>
internal static class Outcomes
{
    private static readonly ConcurrentDictionary<string, Lazy<Outcome>> Runs = new();

    /// <summary>What the tool gave for a command line; arguments are separated by spaces.</summary>
    public static Outcome Of(string line) => Runs.GetOrAdd(line, _ => new Lazy<Outcome>(() => Tool.Run(line.Split(' ')))).Value;
}
