using System.CommandLine;
using NeuralJit.Compilation;
using NeuralJit.Kernels;

namespace NeuralJit.Cli;

/// <summary>Options of every command that compiles.</summary>
internal static class CompilerArguments
{
    /// <summary>The number of threads.</summary>
    public static Option<int> Threads() =>
        CommandLine.WholeNumber("--threads", "The most threads that a run uses; 0 means all cores.", 0, 0, 256);

    /// <summary>The width of vectors.</summary>
    public static Option<int> VectorBits()
    {
        Option<int> option = CommandLine.WholeNumber(
            "--vector-bits", "Bits of the vectors in generated code: 512, 256, 128, 32 (scalar), or 0 for the widest.", 0, 0, 512);
        option.Validators.Add(result =>
        {
            if (!result.Tokens.Any(t => t.Value is "0" or "32" or "128" or "256" or "512") && !result.Implicit)
            {
                result.AddError($"--vector-bits needs 512, 256, 128, 32 or 0, got '{string.Join(' ', result.Tokens)}'.");
            }
        });
        return option;
    }

    /// <summary>What the options say, for programs of this name in dumps. The number of threads holds for eager mode too.</summary>
    public static CompileOptions Read(string name, ParseResult parsed, Option<int> threads, Option<int> bits)
    {
        int count = parsed.GetValue(threads);
        if (count > 0)
        {
            WorkerPool.Threads = count;
        }
        CheckEnvironment();
        return new CompileOptions { Threads = count, VectorBits = parsed.GetValue(bits), Name = name };
    }

    // Here, before any work, the environment's number of threads is read.
    private static void CheckEnvironment()
    {
        try
        {
            _ = WorkerPool.Threads;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }
}
