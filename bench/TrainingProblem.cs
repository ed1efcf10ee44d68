using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Bench;

/// <summary>A training step (forward, backward, update, loss read back) that takes the next of a few fixed batches.</summary>
/// <param name="optimizer">Updates the weights.</param>
/// <param name="lossOf">The loss of inputs and targets.</param>
/// <param name="batches">Inputs and targets.</param>
internal sealed class TrainingProblem(Optimizer optimizer, Func<Node, Node, Node> lossOf, (TensorData X, TensorData Y)[] batches) : Problem
{
    /// <inheritdoc/>
    public override Run Compile(CompileOptions options) => new Compiled(Step, batches, options);

    /// <inheritdoc/>
    public override Run RunEagerly() => new Eager(Step, batches);

    private Node Step(Node x, Node y)
    {
        Node loss = lossOf(x, y);
        optimizer.Step(loss);
        return loss;
    }

    private abstract class TrainingRun : Run
    {
        private const long Seed = 1234;

        private readonly (Variable Variable, TensorData Value)[] start;

        protected TrainingRun(Func<Node, Node, Node> step, (TensorData X, TensorData Y)[] batches)
        {
            Batches = batches;
            using GraphTrace trace = GraphTrace.Symbolic(training: true, Random);
            step(Node.Input("x", batches[0].X.Type), Node.Input("y", batches[0].Y.Type));
            start = [.. trace.Used.Select(v => (v, v.Value.Clone()))];
        }

        public sealed override bool Trains => true;

        /// <summary>Where random numbers come from: the same ones in each mode.</summary>
        protected State Random { get; } = RandomState.Create(Seed);

        protected (TensorData X, TensorData Y)[] Batches { get; }

        protected int Step { get; set; }

        protected float Loss { get; set; }

        public sealed override void Reset()
        {
            foreach (var (variable, value) in start)
            {
                variable.Assign(value);
            }
            Step = 0;
            Call();
        }

        public sealed override TensorData[] Result() => [TensorData.From([], Loss)];
    }

    private sealed class Compiled : TrainingRun
    {
        private readonly CompiledProgram program;
        private readonly TensorData[][] inputs;
        private readonly TensorData[] outputs;

        public Compiled(Func<Node, Node, Node> step, (TensorData X, TensorData Y)[] batches, CompileOptions options)
            : base(step, batches)
        {
            inputs = [.. batches.Select(b => new[] { b.X, b.Y })];
            program = Compiler.Compile(step, options with { Training = true, Random = Random }).For([.. inputs[0].Select(i => i.Type)]);
            outputs = [.. program.OutputTypes.ToArray().Select(TensorData.Zeros)];
        }

        public override CompiledProgram Program => program;

        public override void Call()
        {
            program.Run(inputs[Step++ % inputs.Length], outputs);
            Loss = outputs[0].Span<float>()[0];
        }
    }

    private sealed class Eager : TrainingRun
    {
        private readonly Func<Node, Node, Node> step;
        private readonly GraphTrace trace;
        private readonly (Node X, Node Y)[] nodes;

        public Eager(Func<Node, Node, Node> step, (TensorData X, TensorData Y)[] batches)
            : base(step, batches)
        {
            this.step = step;
            trace = GraphTrace.Eager(training: true, Random);
            nodes = [.. batches.Select(b => (Node.Constant(b.X), Node.Constant(b.Y)))];
        }

        public override void Call()
        {
            using EagerScope scope = trace.Scope();
            (Node x, Node y) = nodes[Step++ % nodes.Length];
            Loss = step(x, y).Item<float>();
            trace.NextStep();
        }

        public override void Dispose()
        {
            trace.Dispose();
            base.Dispose();
        }
    }
}
