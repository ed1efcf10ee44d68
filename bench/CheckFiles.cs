using System.Globalization;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>Inputs and results of workloads as raw little-endian files, by which a peer shows that it computes the same.</summary>
internal static class CheckFiles
{
    /// <summary>Writes NAME.in0 … and NAME.out0 … in their own types; gives the number of failures.</summary>
    public static int Write(IEnumerable<Workload> workloads, string folder, CompileOptions options, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        int failures = 0;
        foreach (Workload workload in workloads)
        {
            try
            {
                if (workload.Prepare() is not ForwardProblem problem)
                {
                    output.WriteLine($"{workload.Name}: not compared, it trains");
                    continue;
                }
                Write(Path.Combine(folder, workload.Name + ".in"), problem.Inputs);
                using Run run = problem.Compile(options);
                run.Call();
                Write(Path.Combine(folder, workload.Name + ".out"), run.Result());
            }
#pragma warning disable CA1031 // Whatever goes wrong in one row, the others are written.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures++;
                output.WriteLine($"{workload.Name}: {failure.Message}");
            }
        }
        return failures;
    }

    private static void Write(string name, TensorData[] tensors)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            using FileStream file = File.Create(name + i.ToString(CultureInfo.InvariantCulture));
            file.Write(tensors[i].Bytes);
        }
    }
}
