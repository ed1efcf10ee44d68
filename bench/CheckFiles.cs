using System.Runtime.InteropServices;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>Inputs and results of workloads as raw little-endian files, by which a peer shows that it computes the same.</summary>
internal static class CheckFiles
{
    /// <summary>Writes NAME.in0 … (in their own types) and NAME.out (floats); gives the number of failures.</summary>
    public static int Write(IEnumerable<Workload> workloads, string folder, CompileOptions options, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        int failures = 0;
        foreach (Workload workload in workloads)
        {
            if (workload.Prepare() is not ForwardProblem problem)
            {
                output.WriteLine($"{workload.Name}: no check, it trains");
                continue;
            }
            try
            {
                for (int i = 0; i < problem.Inputs.Length; i++)
                {
                    File.WriteAllBytes(Path.Combine(folder, $"{workload.Name}.in{i}"), problem.Inputs[i].Bytes.ToArray());
                }
                using Run run = problem.Compile(options);
                run.Call();
                File.WriteAllBytes(Path.Combine(folder, workload.Name + ".out"), MemoryMarshal.AsBytes(run.Result().AsSpan()).ToArray());
            }
            catch (Exception failure) when (failure is GraphException or NotSupportedException or InvalidOperationException)
            {
                failures++;
                output.WriteLine($"{workload.Name}: {failure.Message}");
            }
        }
        return failures;
    }
}
