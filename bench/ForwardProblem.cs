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

        public override TensorData[] Result() => [.. outputs.Select(o => o.Clone())];
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

        public override TensorData[] Result() => [.. last.Select(n => n.Data.Clone())];

        public override void Dispose()
        {
            scope?.Dispose();
            trace.Dispose();
            base.Dispose();
        }
    }
}
