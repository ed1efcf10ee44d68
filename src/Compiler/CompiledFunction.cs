using System.Numerics.Tensors;

namespace NeuralJit.Compilation;

/// <summary>
/// A compiled function that specialises itself: for each combination of input types it traces, optimises and compiles a
/// <see cref="CompiledProgram"/>, of which it keeps the most recently used. Safe from many threads.
/// </summary>
public sealed class CompiledFunction
{
    private const int MostHistory = 100;

    private readonly int? arity;
    private readonly Func<Node[], Node[]> function;
    private readonly CompileOptions options;
    private readonly Lock gate = new();
    private readonly LinkedList<CompiledProgram> recent = [];
    private readonly PreparedCache prepared = new();
    private CompiledProgram? last;
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

    /// <summary>How many programs were compiled because an input type was met that no kept program has.</summary>
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

    /// <summary>The program for inputs of these types, compiled on first use.</summary>
    public CompiledProgram For(params ReadOnlySpan<TensorType> types)
    {
        CompiledProgram? candidate = last;
        if (candidate is not null && types.SequenceEqual(candidate.InputTypes))
        {
            return candidate;
        }
        lock (gate)
        {
            for (LinkedListNode<CompiledProgram>? entry = recent.First; entry is not null; entry = entry.Next)
            {
                if (types.SequenceEqual(entry.Value.InputTypes))
                {
                    recent.Remove(entry);
                    recent.AddFirst(entry);
                    return last = entry.Value;
                }
            }
            CompiledProgram program = Specialise(types);
            recent.AddFirst(program);
            if (recent.Count > CacheSize)
            {
                recent.RemoveLast();
            }
            return last = program;
        }
    }

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
        CompiledProgram? program = last;
        if (program is null || program.InputTypes.Length != 1 || program.InputTypes[0].DType.ClrType != typeof(TX) || !CompiledProgram.HasLengths(x.Lengths, program.InputTypes[0]))
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

    /// <summary>Runs the program for the inputs' types; results are written into <paramref name="outputs"/>.</summary>
    public void Run(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs, CancellationToken cancellation = default)
    {
        CompiledProgram? program = last;
        if (program is null || !Fits(program, inputs))
        {
            var types = new TensorType[inputs.Length];
            for (int i = 0; i < types.Length; i++)
            {
                types[i] = inputs[i].Type;
            }
            program = For(types);
        }
        program.Run(inputs, outputs, cancellation);
    }

    private int CacheSize => Math.Max(1, options.CacheSize);

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

    private CompiledProgram Specialise(ReadOnlySpan<TensorType> types)
    {
        if (arity is { } expected && types.Length != expected)
        {
            throw new GraphException($"the compiled function takes {expected} input{(expected == 1 ? "" : "s")}, got {types.Length}");
        }
        using Trace trace = Trace.Symbolic(options.Training, random);
        var inputs = new Node[types.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Node.Input($"x{i}", types[i]);
        }
        Node[] outputs = function(inputs);
        random ??= trace.Random;
        Graph graph = Graph.Create(inputs, outputs, [.. trace.Updates]);
        (SpecialisationReason reason, string cause) = Specialisation.Explain(types, history, last is null ? [] : last.InputTypes, CacheSize);
        CompiledProgram program = Compiler.Build(graph, options, prepared, cause);
        if (Compilations++ > 0)
        {
            Telemetry.CountRecompile(options.Name, reason);
        }
        history = [.. history.TakeLast(MostHistory - 1), new Specialisation(types.ToArray(), reason, cause, program.Report.CompileTime)];
        return program;
    }
}
