namespace NeuralJit.Compilation;

/// <summary>Compiles functions over nodes, and graphs, into delegates.</summary>
public static class Compiler
{
    // Their addresses lie on the stack in a run.
    private const int MostArguments = 1024;

    /// <summary>Compiles a function of one input. It is traced once for each input type that it meets.</summary>
    public static CompiledFunction Compile(Func<Node, Node> function, CompileOptions? options = null) =>
        new(1, inputs => [function(inputs[0])], options ?? CompileOptions.Default);

    /// <summary>Compiles a function of two inputs.</summary>
    public static CompiledFunction Compile(Func<Node, Node, Node> function, CompileOptions? options = null) =>
        new(2, inputs => [function(inputs[0], inputs[1])], options ?? CompileOptions.Default);

    /// <summary>Compiles a function of any inputs and outputs.</summary>
    public static CompiledFunction Compile(Func<Node[], Node[]> function, CompileOptions? options = null) =>
        new(null, function, options ?? CompileOptions.Default);

    /// <summary>Compiles a graph whose types are fixed.</summary>
    public static CompiledProgram Compile(Graph graph, CompileOptions? options = null) =>
        Build(graph, options ?? CompileOptions.Default, new PreparedCache(), "a graph of fixed types");

    /// <summary>Compiles, for whoever listens too.</summary>
    internal static CompiledProgram Build(Graph graph, CompileOptions options, PreparedCache sharing, string cause) =>
        graph.Inputs.Length + graph.Outputs.Length <= MostArguments
            ? Telemetry.Compile(options.Name, cause, graph.Nodes.Length, () =>
            {
                CompiledProgram program = ProgramBuilder.Build(graph, options, sharing, cause);
                return (program,
                    new CompilationFigures(program.Report.Kernels.Count, program.Report.NewKernels, program.Report.CompileTime));
            })
            : throw new GraphException(
                $"compile: a program has at most {MostArguments} inputs and outputs together, got {graph.Inputs.Length} and "
                + $"{graph.Outputs.Length}; stack some into one tensor");
}
