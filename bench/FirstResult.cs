using System.Diagnostics;
using System.Globalization;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>Times the way from process start to the first result, compilation included.</summary>
internal static class FirstResult
{
    /// <summary>Compiles a workload and runs it once, then compiles it a second time with fresh weights.</summary>
    public static void Print(Workload workload, CompileOptions options, TextWriter output)
    {
        double main = SinceProcessStart();
        Problem problem = workload.Prepare();
        double prepared = SinceProcessStart();
        double cpu = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        using Run run = problem.Compile(options);
        cpu = Environment.CpuUsage.TotalTime.TotalMilliseconds - cpu;
        double compiled = SinceProcessStart();
        run.Call();
        double first = SinceProcessStart();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIRST_RESULT {run.Result()[0].Span<float>()[0]}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ms from process start: main {main:F0}, model and data made {prepared:F0}, compiled {compiled:F0}, first result {first:F0}"));
        problem = workload.Prepare();
        long start = Stopwatch.GetTimestamp();
        using Run again = problem.Compile(options);
        double second = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ms to compile: first network {compiled - prepared:F0} (of processor time {cpu:F0}), second network of the same "
            + $"kind {second:F0}"));
    }

    private static double SinceProcessStart()
    {
        using Process self = Process.GetCurrentProcess();
        return (DateTime.Now - self.StartTime).TotalMilliseconds;
    }
}
