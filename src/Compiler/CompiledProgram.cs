using System.Runtime.InteropServices;

namespace NeuralJit.Compilation;

/// <summary>
/// A compiled graph with fixed input types, and with the <see cref="Setting"/>s of its trace. <c>Run</c> writes into the caller's memory,
/// allocates nothing once warm and may be called from many threads at once. A run that throws has changed nothing: neither outputs nor
/// variables nor random states.
/// </summary>
public sealed unsafe partial class CompiledProgram
{
    private readonly TensorType[] inputTypes;
    private readonly TensorType[] outputTypes;
    private readonly Executor executor;
    private readonly RunMemory memory;
    private readonly CompileOptions options;

    internal CompiledProgram(Graph graph, Executor executor, CompilationReport report, CompileOptions options)
    {
        inputTypes = [.. graph.Inputs.ToArray().Select(n => n.Type)];
        outputTypes = [.. graph.Outputs.ToArray().Select(n => n.Type)];
        this.executor = executor;
        this.options = options;
        Report = report;
        memory = new RunMemory(report.Original);
    }

    /// <summary>The types of the inputs.</summary>
    public ReadOnlySpan<TensorType> InputTypes => inputTypes;

    /// <summary>The types of the outputs.</summary>
    public ReadOnlySpan<TensorType> OutputTypes => outputTypes;

    /// <summary>What the compiler did.</summary>
    public CompilationReport Report { get; }

    /// <summary>What runs it.</summary>
    internal Executor Executor => executor;

    /// <summary>The optimised graph, the kernels as C#-like source and the memory plan, as text.</summary>
    public string Dump() => Report.Dump();

    /// <summary>Types of inputs and outputs, and the report's line.</summary>
    public override string ToString() => $"({string.Join(", ", inputTypes)}) -> ({string.Join(", ", outputTypes)}): {Report}";

    /// <summary>
    /// Runs on tensors and gives the result in a new one: <c>program.Run(x)</c>. Where calls are many, give the output: then nothing is
    /// allocated.
    /// </summary>
    /// <param name="inputs">One tensor per input, of its type.</param>
    /// <exception cref="GraphException">The program does not give one result.</exception>
    public TensorData Run(params ReadOnlySpan<TensorData> inputs) => outputTypes.Length == 1
        ? RunAll(inputs)[0]
        : throw new GraphException($"run: the program gives {outputTypes.Length} results, not one; RunAll gives them all");

    /// <summary>Runs on tensors and gives the results in new ones.</summary>
    /// <param name="inputs">One tensor per input, of its type.</param>
    public TensorData[] RunAll(params ReadOnlySpan<TensorData> inputs)
    {
        TensorData[] outputs = Array.ConvertAll(outputTypes, TensorData.Uninitialized);
        Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs on tensors.</summary>
    /// <param name="inputs">One tensor per input, of its type.</param>
    /// <param name="outputs">
    /// One tensor per output, of its type; must not share memory with inputs, each other, or anything that the program reads.
    /// </param>
    /// <param name="cancellation">
    /// Stops the run before it changes anything; once the first output or variable is written it completes.
    /// </param>
    public void Run(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs, CancellationToken cancellation = default)
    {
        int count = inputs.Length + outputs.Length;
        CheckCounts(inputs.Length, outputs.Length);
        nint* addresses = stackalloc nint[count];
        for (int i = 0; i < inputs.Length; i++)
        {
            CheckType(inputs[i].Type, inputTypes[i], "input", i);
            addresses[i] = inputs[i].Address;
        }
        for (int i = 0; i < outputs.Length; i++)
        {
            CheckType(outputs[i].Type, outputTypes[i], "output", i);
            addresses[inputs.Length + i] = outputs[i].Address;
        }
        Execute(addresses, cancellation);
        KeepAlive(inputs);
        KeepAlive(outputs);
    }

    /// <summary>Runs a program without inputs.</summary>
    public void Run<TY>(Span<TY> y) where TY : unmanaged
    {
        CheckCounts(0, 1);
        CheckSpan<TY>(y.Length, outputTypes[0], "output", 0);
        fixed (TY* py = &MemoryMarshal.GetReference(y))
        {
            nint* addresses = stackalloc nint[1] { (nint)py };
            Execute(addresses, default);
        }
    }

    /// <summary>Runs a program of one input and one output on spans of their elements in row-major order.</summary>
    public void Run<TX, TY>(ReadOnlySpan<TX> x, Span<TY> y)
        where TX : unmanaged
        where TY : unmanaged
    {
        CheckCounts(1, 1);
        CheckSpan<TX>(x.Length, inputTypes[0], "input", 0);
        CheckSpan<TY>(y.Length, outputTypes[0], "output", 0);
        fixed (TX* px = &MemoryMarshal.GetReference(x))
        fixed (TY* py = &MemoryMarshal.GetReference(y))
        {
            nint* addresses = stackalloc nint[2] { (nint)px, (nint)py };
            Execute(addresses, default);
        }
    }

    /// <summary>Runs a program of two inputs and one output on spans of their elements in row-major order.</summary>
    public void Run<T1, T2, TY>(ReadOnlySpan<T1> x1, ReadOnlySpan<T2> x2, Span<TY> y)
        where T1 : unmanaged
        where T2 : unmanaged
        where TY : unmanaged
    {
        CheckCounts(2, 1);
        CheckSpan<T1>(x1.Length, inputTypes[0], "input", 0);
        CheckSpan<T2>(x2.Length, inputTypes[1], "input", 1);
        CheckSpan<TY>(y.Length, outputTypes[0], "output", 0);
        fixed (T1* p1 = &MemoryMarshal.GetReference(x1))
        fixed (T2* p2 = &MemoryMarshal.GetReference(x2))
        fixed (TY* py = &MemoryMarshal.GetReference(y))
        {
            nint* addresses = stackalloc nint[3] { (nint)p1, (nint)p2, (nint)py };
            Execute(addresses, default);
        }
    }

    /// <summary>The program as a delegate over spans.</summary>
    public SpanFunction<TX, TY> ToDelegate<TX, TY>()
        where TX : unmanaged
        where TY : unmanaged => Run;

    /// <summary>The program of two inputs as a delegate over spans.</summary>
    public SpanFunction<T1, T2, TY> ToDelegate<T1, T2, TY>()
        where T1 : unmanaged
        where T2 : unmanaged
        where TY : unmanaged => Run;

    internal void ExpectOutputs(int count) => CheckCounts(inputTypes.Length, count);

    private void Execute(nint* addresses, CancellationToken cancellation)
    {
        memory.Check(addresses);
        executor.Run(addresses, observer: null, cancellation);
    }

    private void CheckCounts(int inputs, int outputs)
    {
        if (inputs != inputTypes.Length || outputs != outputTypes.Length)
        {
            throw new GraphException(
                $"run: the program takes {inputTypes.Length} inputs and {outputTypes.Length} outputs, got {inputs} and {outputs}");
        }
    }

    private static void CheckType(TensorType given, TensorType expected, string role, int index)
    {
        if (given.DType != expected.DType || !(ReferenceEquals(given.Shape, expected.Shape) || given.Shape.Equals(expected.Shape)))
        {
            throw new ShapeException($"run: {role} {index} is {expected}, got {given}");
        }
    }

    private static void CheckSpan<T>(int length, TensorType expected, string role, int index) where T : unmanaged
    {
        if (length != expected.Shape.Count || typeof(T) != expected.DType.ClrType)
        {
            throw new ShapeException(
                $"run: {role} {index} is {expected}, which is a span of {expected.Shape.Count} {expected.DType.ClrType.Name}; got "
                + $"{length} {typeof(T).Name}");
        }
    }

    private static void KeepAlive(ReadOnlySpan<TensorData> tensors)
    {
        foreach (TensorData tensor in tensors)
        {
            GC.KeepAlive(tensor);
        }
    }
}

/// <summary>A compiled program of one input and one output.</summary>
public delegate void SpanFunction<TX, TY>(ReadOnlySpan<TX> x, Span<TY> y);

/// <summary>A compiled program of two inputs and one output.</summary>
public delegate void SpanFunction<T1, T2, TY>(ReadOnlySpan<T1> x1, ReadOnlySpan<T2> x2, Span<TY> y);
