namespace NeuralJit.Compilation;

/// <summary>Checks one run of a program against eager mode and float64.</summary>
internal sealed class ProgramVerifier
{
    private readonly CompilationReport report;
    private readonly TensorData[] inputs;
    private readonly VerifyOptions options;
    private readonly string[] names;
    private readonly string[] stabilityRules;
    private readonly TensorData[] expected;
    private readonly TensorData[] exact;

    /// <summary>Computes what is expected of a program.</summary>
    public ProgramVerifier(CompilationReport report, TensorData[] inputs, VerifyOptions options)
    {
        this.report = report;
        this.inputs = inputs;
        this.options = options;
        Graph original = report.Original;
        names = [.. Enumerable.Range(0, original.Outputs.Length).Select(i => $"output {i}"),
            .. original.Updates.ToArray().Select(u => $"\"{u.Variable.Name}\"")];
        stabilityRules = [.. report.Passes.Where(p => p.Name == Stabilise.Pass.Name).SelectMany(p => p.Rules.Keys).Distinct()];
        Graph results = ResultsOf(original);
        Float64Graph wide = Float64Graph.Of(results);
        exact = Interpreter.Run(wide.Graph, wide.Arguments(inputs));
        expected = Interpreter.Run(results, inputs);
        if (stabilityRules.Length > 0)
        {
            expected = [.. expected.Zip(exact, FiniteWhereExactIs)];
        }
    }

    /// <summary>Runs the program and says how far its results are from what is expected.</summary>
    /// <param name="session">The program's session.</param>
    /// <param name="findCulprit">Looks for what is to blame when a result is wrong.</param>
    public VerificationReport Check(ProgramSession session, Func<ProgramVerifier, Culprit> findCulprit)
    {
        session.Run();
        ResultCheck[] checks = Compare([.. session.Outputs, .. report.Original.Updates.ToArray().Select(u => u.Variable.Data)]);
        session.Variables.Restore();
        bool passed = checks.All(c => c.Passed);
        return new VerificationReport
        {
            Results = checks,
            StabilityRules = stabilityRules,
            Culprit = passed || !options.Bisect
            ? null
            : findCulprit(this)
        };
    }

    /// <summary>Whether the library's kernels give the expected results for a graph that some pass has made.</summary>
    public bool IsRight(Graph graph) => Compare(Interpreter.Run(ResultsOf(graph), inputs)).All(c => c.Passed);

    /// <summary>Whether a value is within the tolerance of what it should be.</summary>
    public bool IsRight(TensorData actual, TensorData wanted, out ResultError error)
    {
        error = ResultError.Between(actual, wanted);
        return error.Relative <= options.ToleranceOf(actual.DType);
    }

    private ResultCheck[] Compare(TensorData[] actual) => [.. actual.Select((value, i) => new ResultCheck
    {
        Name = names[i],
        Type = value.Type,
        AgainstEager = ResultError.Between(value, expected[i]),
        AgainstFloat64 = ResultError.Between(value, exact[i]),
        EagerAgainstFloat64 = ResultError.Between(expected[i], exact[i]),
        Tolerance = options.ToleranceOf(value.DType),
    })];

    /// <summary>The graph with the new values of variables as outputs: a run changes nothing.</summary>
    private static Graph ResultsOf(Graph graph) =>
        Graph.Assemble(graph.Inputs.ToArray(), [.. graph.Outputs, .. graph.Updates.ToArray().Select(u => u.Value)], []);

    // A stable form is finite where the written one overflows: float64 says there what is right.
    private static TensorData FiniteWhereExactIs(TensorData written, TensorData exact)
    {
        if (written.IsFinite())
        {
            return written;
        }
        double[] values = written.AsDoubles(), right = exact.AsDoubles();
        TensorData result = TensorData.Uninitialized(written.Type with { DType = DType.Float64 });
        for (int i = 0; i < values.Length; i++)
        {
            result.Span<double>()[i] = double.IsFinite(values[i]) ? values[i] : right[i];
        }
        TensorData narrow = TensorData.Uninitialized(written.Type);
        new Cast(written.DType).Evaluate([result.View], narrow.View);
        GC.KeepAlive(result);
        return narrow;
    }
}
