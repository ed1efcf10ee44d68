using System.Numerics.Tensors;

namespace NeuralJit.Compilation;

/// <summary>
/// A compiled function that specialises itself: for each combination of input types, and of the values of the <see cref="Setting"/>s that
/// it reads, it traces, optimises and compiles a <see cref="CompiledProgram"/>, of which it keeps the most recently used. Safe from many
/// threads: the function is traced on one at a time, each combination is compiled once, and what is known already waits for nobody. While
/// it is traced it may ask, on the thread that traces, for its own program for other types; what another thread asks for comes when the
/// tracing has ended, so it must not be waited for.
/// </summary>
public sealed partial class CompiledFunction
{
    private const int MostHistory = 100;

    private readonly int? arity;
    private readonly Func<Node[], Node[]> function;
    private readonly CompileOptions options;
    private readonly TracingTurn tracing = new();
    private readonly PreparedCache prepared = new();
    private volatile Kept? last;
    private State? random;
    private volatile Specialisation[] history = [];

    internal CompiledFunction(int? arity, Func<Node[], Node[]> function, CompileOptions options)
    {
        this.arity = arity;
        this.function = function;
        this.options = options;
        random = options.Random;
    }

    /// <summary>The programs that were compiled last (up to 100), and why, in order.</summary>
    public IReadOnlyList<Specialisation> History => history;

    /// <summary>How many programs were compiled so far.</summary>
    public int Compilations { get; private set; }

    /// <summary>
    /// How many programs were compiled because an input type, or the value of a setting, was met that no kept program has.
    /// </summary>
    public int Recompiles => Math.Max(0, Compilations - 1);

    /// <summary>The program for float32 inputs of these shapes.</summary>
    public CompiledProgram For(params ReadOnlySpan<Shape> shapes)
    {
        var types = new TensorType[shapes.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = new TensorType(DType.Float32, shapes[i]);
        }
        return For(types);
    }

    /// <summary>
    /// The program for inputs of these types and the settings as they are now, compiled on first use. The program itself stays as it is
    /// when a setting changes: ask again, or run the function.
    /// </summary>
    /// <exception cref="GraphException">
    /// The function asks for this program while it is traced for it; or two functions that ask for each other's programs are traced on two
    /// threads at once.
    /// </exception>
    public CompiledProgram For(params ReadOnlySpan<TensorType> types) =>
        last is { } candidate && candidate.IsFor(types) ? candidate.Program : Find(types);

    /// <summary>Runs on tensors and gives a new one (the only thing that is allocated).</summary>
    public Tensor<float> Run(Tensor<float> x)
    {
        TensorData input = TensorData.From<float>(x);
        CompiledProgram program = For(input.Type);
        program.ExpectOutputs(1);
        TensorData output = TensorData.Uninitialized(program.OutputTypes[0]);
        program.Run([input], [output]);
        return output.ToTensor<float>();
    }

    /// <summary>Runs the program for the tensor's lengths; the result is written into <paramref name="y"/>.</summary>
    public void Run<TX, TY>(in ReadOnlyTensorSpan<TX> x, in TensorSpan<TY> y)
        where TX : unmanaged
        where TY : unmanaged
    {
        CompiledProgram? program = last is { Settings.AreCurrent: true } candidate ? candidate.Program : null;
        if (program is null || program.InputTypes.Length != 1 || program.InputTypes[0].DType.ClrType != typeof(TX)
            || !CompiledProgram.HasLengths(x.Lengths, program.InputTypes[0]))
        {
            int[] extents = new int[x.Rank];
            for (int i = 0; i < extents.Length; i++)
            {
                extents[i] = checked((int)x.Lengths[i]);
            }
            program = For(new TensorType(DTypes.Of<TX>(), Shape.Create(extents)));
        }
        program.Run(x, y);
    }

    /// <summary>
    /// Runs the program for the inputs' types and gives the result in a new tensor: <c>Compiler.Compile(model.Forward).Run(x)</c>. Where
    /// calls are many, give the output, or keep the program that <see cref="For(ReadOnlySpan{TensorType})"/> gives.
    /// </summary>
    /// <exception cref="GraphException">The function does not give one result.</exception>
    public TensorData Run(params ReadOnlySpan<TensorData> inputs) => ProgramOf(inputs).Run(inputs);

    /// <summary>Runs the program for the inputs' types and gives the results in new tensors.</summary>
    public TensorData[] RunAll(params ReadOnlySpan<TensorData> inputs) => ProgramOf(inputs).RunAll(inputs);

    /// <summary>Runs the program for the inputs' types; results are written into <paramref name="outputs"/>.</summary>
    public void Run(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs, CancellationToken cancellation = default)
    {
        ProgramOf(inputs).Run(inputs, outputs, cancellation);
    }

    private CompiledProgram ProgramOf(ReadOnlySpan<TensorData> inputs)
    {
        CompiledProgram? program = last is { Settings.AreCurrent: true } candidate ? candidate.Program : null;
        if (program is not null && Fits(program, inputs))
        {
            return program;
        }
        var types = new TensorType[inputs.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = inputs[i].Type;
        }
        return For(types);
    }

    private static bool Fits(CompiledProgram program, ReadOnlySpan<TensorData> inputs)
    {
        ReadOnlySpan<TensorType> types = program.InputTypes;
        if (types.Length != inputs.Length)
        {
            return false;
        }
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Type != types[i])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The kept program for these types; or waits for another thread that compiles it; or compiles it.</summary>
    private CompiledProgram Find(ReadOnlySpan<TensorType> types)
    {
        CompiledProgram? program;
        for (program = Known(types); program is null; program ??= Known(types))
        {
            program = Make(types, out Wanted? others);
            Await(others);
        }
        return program;
    }

    /// <summary>Traces and compiles for these types; null when another thread does, or did meanwhile.</summary>
    private CompiledProgram? Make(ReadOnlySpan<TensorType> types, out Wanted? others)
    {
        Wanted? mine = null;
        try
        {
            Graph graph;
            TraceSettings settings;
            // Who compiles what is settled in the turn: whoever waits for another's compilation waits for one that is traced, and so needs
            // no turn any more.
            tracing.Take();
            try
            {
                mine = Claim(types, out others);
                if (mine is null)
                {
                    return null;
                }
                (graph, settings) = TraceFor(mine.Types);
            }
            finally
            {
                tracing.Return();
            }
            return Keep(Specialise(mine.Types, graph, settings)).Program;
        }
        finally
        {
            Release(mine);
        }
    }

    private Kept Specialise(TensorType[] types, Graph graph, TraceSettings settings)
    {
        SpecialisationReason reason;
        string cause;
        lock (gate)
        {
            string? changed = recent.FirstOrDefault(k => k.Program.InputTypes.SequenceEqual(types))?.Settings.Difference();
            (reason, cause) = Specialisation.Explain(types, changed, history, last is { } before ? before.Program.InputTypes : [], options);
        }
        CompiledProgram program = Compiler.Build(graph, options, prepared, cause);
        lock (gate)
        {
            if (Compilations++ > 0)
            {
                Telemetry.CountRecompile(options.Name, reason.ToString());
            }
            history = [.. history.TakeLast(MostHistory - 1), new Specialisation(types, reason, cause, program.Report.CompileTime)];
        }
        return new Kept(program, settings);
    }

    // In the turn, one thread at a time: models register parts and remember things when they are called.
    private (Graph Graph, TraceSettings Settings) TraceFor(TensorType[] types)
    {
        if (arity is { } expected && types.Length != expected)
        {
            throw new GraphException($"the compiled function takes {expected} input{(expected == 1 ? "" : "s")}, got {types.Length}");
        }
        using GraphTrace trace = GraphTrace.Symbolic(options.Training, random);
        var inputs = new Node[types.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Node.Input($"x{i}", types[i]);
        }
        Node[] outputs = trace.Run("the compiled function", () => function(inputs));
        random ??= trace.Random;
        return (Graph.Create(inputs, outputs, [.. trace.Updates]), trace.Settings);
    }
}
