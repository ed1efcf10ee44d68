using NeuralJit.Bench;
using NeuralJit.Compilation;
using NeuralJit.Kernels;

if (args is ["--bdn", ..])
{
    DotNetBenchmarks.Run(args[1..]);
    return 0;
}

try
{
    BenchOptions options = BenchOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(BenchOptions.Usage);
        return 0;
    }
    if (options.Threads > 0)
    {
        WorkerPool.Threads = options.Threads;
    }
    var compile = new CompileOptions { Threads = options.Threads, VectorBits = options.VectorBits };
    if (options.First is { } first)
    {
        FirstResult.Print(Workloads.Find(first), compile, Console.Out);
        return 0;
    }
    if (options.Growth > 0)
    {
        CompileGrowth.Print(options.Growth, compile, Console.Out);
        return 0;
    }
    if (options.Dump is { } dump)
    {
        using Run run = Workloads.Find(dump).Start("compiled", compile);
        Console.WriteLine(run.Program!.Dump());
        return 0;
    }
    Workload[] selected = [.. options.Suite.Where(w => Workload.Modes.Any(m => Runner.IsSelected(options, w, m)))];
    if (options.List)
    {
        foreach (Workload workload in selected)
        {
            Console.WriteLine($"{workload.Group,-10} {workload.Name}");
        }
        return 0;
    }
    if (options.Check is { } folder)
    {
        return CheckFiles.Write(selected, folder, compile, Console.Out) == 0 ? 0 : 1;
    }
    return new Runner(options, Console.Out).RunAll(selected) == 0 ? 0 : 1;
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"bench: {wrong.Message}");
    return 2;
}
