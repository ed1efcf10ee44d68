namespace NeuralJit.Compilation.Tests;

/// <summary>Making graphs and running them compiled or interpreted.</summary>
internal static class Programs
{
    /// <summary>The vector widths of the emitter.</summary>
    public static readonly int[] Widths = [512, 256, 128, 32];

    /// <summary>The defaults: the widest vectors of the machine, all threads.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>Traces a function of inputs with these types; updates that it registers belong to the graph.</summary>
    public static Graph Trace(Func<Node[], Node[]> function, IEnumerable<TensorType> types, State? random = null, bool training = false)
    {
        using GraphTrace trace = GraphTrace.Symbolic(training, random);
        Node[] inputs = [.. types.Select((type, i) => Node.Input($"x{i}", type))];
        return Graph.Create(inputs, function(inputs), [.. trace.Updates]);
    }

    /// <summary>Traces a function of the tensors that it will run on.</summary>
    public static Graph Trace(Func<Node[], Node[]> function, params TensorData[] inputs) => Trace(function, inputs.Select(i => i.Type));

    /// <summary>Runs a program into new tensors that are filled with rubbish before.</summary>
    public static TensorData[] RunOnRubbish(this CompiledProgram program, params TensorData[] inputs)
    {
        TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(Rubbish)];
        program.Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Compiles and runs a function.</summary>
    public static TensorData[] Run(Func<Node[], Node[]> function, params TensorData[] inputs) =>
        Compiler.Compile(Trace(function, inputs)).RunOnRubbish(inputs);

    /// <summary>Runs a function compiled and interpreted and compares.</summary>
    public static void AssertAgrees(string what, Func<Node[], Node[]> function, params TensorData[] inputs) =>
        AssertAgrees(what, Trace(function, inputs), Default, inputs);

    /// <summary>Runs a graph compiled and interpreted and compares; gives what was compiled.</summary>
    public static CompiledProgram AssertAgrees(string what, Graph graph, CompileOptions options, params TensorData[] inputs)
    {
        CompiledProgram program = Compiler.Compile(graph, options);
        TensorData[] expected = Interpreter.Run(graph, inputs), actual = program.RunOnRubbish(inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            Comparison.AssertClose(actual[i], expected[i], $"{what}, output {i}");
        }
        return program;
    }

    /// <summary>How many kernels a function becomes, without those of the prepare program.</summary>
    public static int KernelCount(this CompiledProgram program) => program.Report.Kernels.Count(k => !k.Prepared);

    /// <summary>The kernels of a program without those of the prepare program, for messages.</summary>
    public static string Describe(this CompiledProgram program) =>
        string.Join('\n', program.Report.Kernels.Select(k => $"{(k.Prepared ? "prepare " : "")}{k.Name} ({k.Kind}): {k.Description}"));

    /// <summary>A tensor whose bytes are all 0xA5: what a kernel forgets to write shows.</summary>
    public static TensorData Rubbish(TensorType type)
    {
        TensorData data = TensorData.Uninitialized(type);
        for (long done = 0; done < type.Bytes;)
        {
            Span<byte> part = data.Part(done);
            part.Fill(type.DType == DType.Bool ? (byte)1 : (byte)0xA5);
            done += part.Length;
        }
        return data;
    }
}
