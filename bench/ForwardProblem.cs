using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>A function of some inputs without side effects.</summary>
internal sealed class ForwardProblem(Func<Node[], Node[]> function, params TensorData[] inputs) : Problem
{
    /// <summary>A function with one result.</summary>
    public ForwardProblem(Func<Node[], Node> function, params TensorData[] inputs) : this(x => [function(x)], inputs)
    {
    }

    /// <summary>What the function is called with.</summary>
    public TensorData[] Inputs => inputs;

    /// <inheritdoc/>
    public override Run Compile(CompileOptions options) => new Compiled(function, inputs, options);

    /// <inheritdoc/>
    public override Run RunEagerly() => new Eager(function, inputs);

    /// <summary>The elements as floats, whatever their type.</summary>
    private static float[] Floats(TensorData data)
    {
        if (data.DType == DType.Float32)
        {
            return data.Span<float>().ToArray();
        }
        TensorData result = TensorData.Zeros(data.Type with { DType = DType.Float32 });
        Compiler.Compile(x => x.Cast(DType.Float32)).Run([data], [result]);
        return result.Span<float>().ToArray();
    }

    private sealed class Compiled : Run
    {
        private readonly CompiledProgram program;
        private readonly TensorData[] inputs;
        private readonly TensorData[] outputs;

        public Compiled(Func<Node[], Node[]> function, TensorData[] inputs, CompileOptions options)
        {
            this.inputs = inputs;
            program = Compiler.Compile(nodes => function(nodes), options).For([.. inputs.Select(i => i.Type)]);
            outputs = [.. program.OutputTypes.ToArray().Select(TensorData.Zeros)];
        }

        public override CompiledProgram Program => program;

        public override void Call() => program.Run(inputs, outputs);

        public override float[] Result() => [.. outputs.SelectMany(Floats)];
    }

    private sealed class Eager : Run
    {
        private readonly Func<Node[], Node[]> function;
        private readonly GraphTrace trace = GraphTrace.Eager();
        private readonly Node[] inputs;
        private Node[] last = [];
        private EagerScope? scope;

        public Eager(Func<Node[], Node[]> function, TensorData[] inputs)
        {
            this.function = function;
            this.inputs = [.. inputs.Select(Node.Constant)];
        }

        // The scope of a call is closed by the next one, so that its result can be looked at; its memory is reused as
        // PyTorch's allocator reuses that of a result that went out of use.
        public override void Call()
        {
            scope?.Dispose();
            scope = trace.Scope();
            last = function(inputs);
        }

        public override float[] Result() => [.. last.SelectMany(n => Floats(n.Data))];

        public override void Dispose()
        {
            scope?.Dispose();
            trace.Dispose();
            base.Dispose();
        }
    }
}
