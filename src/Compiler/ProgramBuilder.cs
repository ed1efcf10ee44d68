using System.Runtime.Intrinsics;

namespace NeuralJit.Compilation;

/// <summary>The whole way from a traced graph to a program: passes, fusion, kernels, memory, executor.</summary>
internal static class ProgramBuilder
{
    /// <summary>
    /// Compiles <paramref name="traced"/>. What is prepared from parameters is shared by the programs that give the same
    /// <paramref name="sharing"/>. The report says <paramref name="cause"/>.
    /// </summary>
    public static CompiledProgram Build(Graph traced, CompileOptions options, PreparedCache sharing, string cause)
    {
        var clock = new PhaseClock();
        var passes = new List<PassReport>();
        Graph graph = Pipeline.Run(options.PassList, traced, passes);
        int bits = options.VectorBits == 0 ? WidestVectors : options.VectorBits;
        ILambdaCompiler lambdas = options.LambdaCompiler ?? LambdaCompilers.Default;
        clock.Skip();
        var compiler = new KernelCompiler(bits, lambdas);
        var refusals = new FusionLog();
        HashSet<Node> preparable = PreparedNodes.Of(graph);
        IReadOnlyList<Group> groups = Fuser.Fuse(
            graph, PreparedNodes.Stored(graph, preparable), refusals, options.OpByOp || !options.GenerateCode);
        clock.End("fuse");
        var failures = new Failures(groups);
        (graph, groups) = failures.DelayOutputs(graph, groups);
        var builder = new StepBuilder(graph, groups, compiler);
        Dictionary<Node, Variable> inPlace = InPlaceUpdates.Choose(graph, groups, builder.Kernels, failures);
        List<Group> order = Schedule.Order(groups, failures);
        clock.End("schedule");
        HashSet<Group> preparedGroups = PreparedGroups.Of(order, preparable);
        List<Step> prepare = [], steps = [];
        foreach (Group group in order)
        {
            (preparedGroups.Contains(group) ? prepare : steps).AddRange(builder.Build(group));
        }
        clock.End("lower");
        compiler.CompileAll();
        clock.End("compile kernels");
        PreparedSet? prepared = sharing.For(graph, prepare, options.Threads <= 0 ? int.MaxValue : options.Threads);
        MemoryMap memory = MemoryMap.Plan(graph, prepare, prepared?.Values ?? [], steps, inPlace);
        steps.AddRange(Assignments(graph, inPlace));
        var executor = new Executor(graph, prepared, prepare, steps, memory, options.Threads, RandomStates(graph)) { Name = options.Name };
        clock.End("plan memory");
        IReadOnlySet<Group> kernels = builder.Kernels;
        var report = new CompilationReport(
            () => refusals.Reports(graph, groups, kernels), () => MemoryReport.Of(graph, memory, prepare, steps, inPlace))
        {
            Name = options.Name,
            Original = traced,
            Optimized = graph,
            Passes = passes,
            Phases = clock.Phases,
            Kernels = [.. prepare.Select(s => KernelReports.Of(s, true, bits)), .. steps.Select(s => KernelReports.Of(s, false, bits))],
            PreparedBytes = prepared?.Bytes ?? 0,
            Versions = options.GenerateCode
                ? CompilerVersions.Current(options.Threads, lambdas.Name, bits)
                : CompilerVersions.Current(
                    options.Threads, "none: dynamic code is off, the graph runs on the library's kernels", vectorBits: 0),
            NewKernels = compiler.NewKernels,
            CompileTime = clock.Total,
            Cause = cause,
        };
        return new CompiledProgram(graph, executor, report, options);
    }

    /// <summary>The copies at the end of a run for updates that no kernel writes in place.</summary>
    private static IEnumerable<Step> Assignments(Graph graph, Dictionary<Node, Variable> inPlace)
    {
        foreach (Update update in graph.Updates.ToArray())
        {
            if (inPlace.TryGetValue(update.Value, out Variable? variable) && ReferenceEquals(variable, update.Variable))
            {
                continue;
            }
            (Node source, Layout layout) = Views.Resolve(update.Value);
            yield return new AssignStep(source, layout, update.Variable) { Writes = [], Reads = [source] };
        }
    }

    /// <summary>
    /// The random states from which the graph draws and that it does not update itself; they go to their next step after each run.
    /// </summary>
    private static State[] RandomStates(Graph graph)
    {
        var states = new List<State>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is RandomOp && Views.Source(node.Inputs[0]).Op is VariableRead { Variable: State state } && !states.Contains(state))
            {
                states.Add(state);
            }
        }
        return [.. states.Except(graph.Updates.ToArray().Select(u => u.Variable).OfType<State>())];
    }

    private static int WidestVectors =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;
}
