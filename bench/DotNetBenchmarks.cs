using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>The same workloads under BenchmarkDotNet: <c>--bdn --filter '*Inference*'</c>.</summary>
public static class DotNetBenchmarks
{
    /// <summary>Hands the arguments over to BenchmarkDotNet's own command line.</summary>
    public static void Run(string[] arguments)
    {
        // In this process: the switches of a generated project would not be those of this one.
        IConfig config = DefaultConfig.Instance.AddJob(Job.MediumRun.WithToolchain(InProcessNoEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([typeof(InferenceBenchmarks), typeof(TrainingBenchmarks), typeof(MicroBenchmarks)])
            .Run(arguments, config);
    }
}

/// <summary>Times the workloads of one group in both modes.</summary>
[MemoryDiagnoser]
public abstract class WorkloadBenchmarks(string group)
{
    private Run? compiled;
    private Run? eager;

    /// <summary>The workloads of the group.</summary>
    public IEnumerable<string> Names => Workloads.All.Where(w => w.Group == group).Select(w => w.Name);

    /// <summary>The workload that is timed.</summary>
    [ParamsSource(nameof(Names))]
    public string Workload { get; set; } = "";

    /// <summary>Compiles the workload for the benchmark of the compiled mode.</summary>
    [GlobalSetup(Target = nameof(Compiled))]
    public void SetUpCompiled() => compiled = Start("compiled");

    /// <summary>Prepares the benchmark of the eager mode.</summary>
    [GlobalSetup(Target = nameof(Eager))]
    public void SetUpEager() => eager = Start("eager");

    /// <summary>Frees what a benchmark held.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        compiled?.Dispose();
        eager?.Dispose();
    }

    /// <summary>One call of the compiled program.</summary>
    [Benchmark]
    public void Compiled() => compiled!.Call();

    /// <summary>One call in eager mode.</summary>
    [Benchmark(Baseline = true)]
    public void Eager() => eager!.Call();

    private Run Start(string mode)
    {
        Run run = Workloads.Find(Workload).Start(mode, new CompileOptions());
        run.Reset();
        return run;
    }
}

/// <summary>Forward passes.</summary>
public class InferenceBenchmarks() : WorkloadBenchmarks("inference");

/// <summary>Training steps.</summary>
public class TrainingBenchmarks() : WorkloadBenchmarks("training");

/// <summary>Single ops.</summary>
public class MicroBenchmarks() : WorkloadBenchmarks("micro");
