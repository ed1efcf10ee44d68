using System.Reflection;
using System.Runtime.InteropServices;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>What compiled, and for which machine.</summary>
/// <param name="NeuralJit">The version of NeuralJit.</param>
/// <param name="DotNet">The version of .NET.</param>
/// <param name="OperatingSystem">Operating system and architecture.</param>
/// <param name="Processor">The processor's name, where the system tells it.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="Threads">The most threads that a run uses.</param>
/// <param name="LambdaCompiler">What turned expression trees into delegates.</param>
/// <param name="VectorBits">Bits of the vectors in generated code; 0 where none was generated.</param>
public sealed record CompilerVersions(string NeuralJit, string DotNet, string OperatingSystem, string Processor, int Cores, int Threads,
    string LambdaCompiler, int VectorBits)
{
    private static readonly Lazy<string> ProcessorName = new(FindProcessor);

    /// <summary>The versions of this process.</summary>
    internal static CompilerVersions Current(int threads, string lambdaCompiler, int vectorBits) => new(
        typeof(CompilerVersions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "unknown",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
        ProcessorName.Value,
        Environment.ProcessorCount,
        threads <= 0 ? WorkerPool.Threads : Math.Min(threads, WorkerPool.Threads),
        lambdaCompiler,
        vectorBits);

    // Linux and Windows name it; elsewhere the architecture has to do.
    private static string FindProcessor()
    {
        const string Information = "/proc/cpuinfo";
        try
        {
            string? line = File.Exists(Information)
                ? File.ReadLines(Information).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
                ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
