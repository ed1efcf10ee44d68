using NeuralJit.Compilation;

namespace NeuralJit.Fuzz;

/// <summary>
/// Runs a case on every engine that its seed chooses, and compares with the reference: values, updates twice in a row, equal bits for all
/// widths and thread counts, and derivatives with differences.
/// </summary>
internal sealed class CaseRunner
{
    private static readonly int[] Widths = [512, 256, 128, 32];

    private readonly FuzzCase c;
    private readonly int choice;
    private TensorData[] compiled = [];
    private TensorData[] afterwards = [];

    private CaseRunner(FuzzCase c)
    {
        this.c = c;
        choice = c.Seed;
    }

    private int Width => Widths[choice % Widths.Length];

    /// <summary>The first difference; null when there is none.</summary>
    public static Difference? Run(FuzzCase c) => new CaseRunner(c).Run();

    private Difference? Run()
    {
        var options = new CompileOptions { VectorBits = Width, Threads = 1, Random = c.Random };
        return Check($"compiled, {Width} bits", () => Compiled(options))
            ?? Check("eager", Eager)
            ?? Every(2, 0, $"compiled, {Width} bits, 2 threads", () => SameBits(c.Graph, options with { Threads = 2 }))
            ?? Every(4, 1, $"compiled, {Widths[(choice + 1) % 4]} bits", () =>
                SameBits(c.Graph, options with { VectorBits = Widths[(choice + 1) % 4] }))
            ?? Every(4, 2, "interpreter", () => Interpreted(c.Graph))
            ?? Every(4, 3, "without code", () => Once(Compiler.Compile(c.Graph, options with { GenerateCode = false })))
            ?? Every(8, 4, "op by op", () => Once(Compiler.Compile(c.Graph, options with { OpByOp = true })))
            ?? Every(8, 5, "compiled from text", () => SameBits(TextCopy.Of(c.Graph), options))
            ?? Every(8, 6, "optimised text interpreted", () => Interpreted(TextCopy.Of(Pipeline.Run(Pipeline.Passes, c.Graph, []))))
            ?? (StridedEdge.Fits(c.Graph) ? Check("strided tensors", () => Strided(options)) : null)
            ?? Every(4, 0, "finite differences", () => FiniteDifferences.Check(c));
    }

    // Seeds take turns: each check runs for some of them, independently of the width.
    private Difference? Every(int times, int turn, string engine, Func<string?> check) =>
        choice / Widths.Length % times == turn % times ? Check(engine, check) : null;

    private static Difference? Check(string engine, Func<string?> check)
    {
        try
        {
            return check() is { } what ? new Difference(engine, what) : null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Difference(engine, error.ToString());
        }
    }

    private string? Compiled(CompileOptions options)
    {
        c.Reset();
        CompiledProgram program = Compiler.Compile(c.Graph, options);
        if (c.Graph.Updates.Length == 0)
        {
            Engines.Soil(program, c);
            c.Reset();
        }
        Dictionary<Node, Approx> expected = c.Evaluate();
        compiled = Engines.Run(program, c);
        afterwards = Variables();
        if (Outside(compiled, expected, updated: true) is { } what)
        {
            return what;
        }
        // Again: with new values of the variables, or with the step's own.
        if (c.Graph.Updates.Length == 0)
        {
            Disturb();
        }
        expected = c.Evaluate();
        return Outside(Engines.Run(program, c), expected, updated: true) is { } again ? "second run: " + again : null;
    }

    private string? Once(CompiledProgram program)
    {
        c.Reset();
        Dictionary<Node, Approx> expected = c.Evaluate();
        return Outside(Engines.Run(program, c), expected, updated: true);
    }

    private string? Eager()
    {
        c.Reset();
        Dictionary<Node, Approx> expected = c.Evaluate();
        (TensorData[] outputs, bool updated) = Engines.Eagerly(c);
        return Outside(outputs, expected, updated);
    }

    private string? Interpreted(Graph graph)
    {
        c.Reset();
        Dictionary<Node, Approx> expected = c.Evaluate();
        return Outside(Engines.Interpret(graph, c), expected, updated: true);
    }

    private string? SameBits(Graph graph, CompileOptions options)
    {
        c.Reset();
        TensorData[] outputs = Engines.Run(Compiler.Compile(graph, options), c);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (Compare.Differs(outputs[i], compiled[i]) is { } what)
            {
                return $"output {i}: other bits: {what}";
            }
        }
        TensorData[] variables = Variables();
        for (int i = 0; i < variables.Length; i++)
        {
            if (Compare.Differs(variables[i], afterwards[i]) is { } what)
            {
                return $"variable {i}: other bits: {what}";
            }
        }
        return null;
    }

    private string? Strided(CompileOptions options)
    {
        c.Reset();
        TensorData output = StridedEdge.Run(Compiler.Compile(c.Graph, options), c);
        return Compare.Differs(output, compiled[0]) is { } what ? $"other bits: {what}" : null;
    }

    private string? Outside(TensorData[] outputs, Dictionary<Node, Approx> expected, bool updated)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (Compare.Outside(outputs[i], expected[c.Graph.Outputs[i]]) is { } what)
            {
                return $"output {i}: {what}";
            }
        }
        foreach (Update update in updated ? c.Graph.Updates.ToArray() : [])
        {
            if (Compare.Outside(update.Variable.Value, expected[update.Value]) is { } what)
            {
                return $"variable {update.Variable.Name}: {what}";
            }
        }
        return null;
    }

    private TensorData[] Variables() => [.. c.Start.Keys.Select(v => v.Value.Clone())];

    // Other values for the parameters: whatever was prepared from them has to follow.
    private void Disturb()
    {
        foreach (Variable variable in c.Start.Keys)
        {
            if (variable.DType.IsComputeFloat && !ReferenceEquals(variable, c.Random))
            {
                for (int i = 0; i < (int)variable.Shape.Count; i++)
                {
                    Elements.Write(variable.Data, i, -0.5 * Elements.Real(variable.Value, i) + 0.25);
                }
                variable.MarkChanged();
            }
        }
    }
}
