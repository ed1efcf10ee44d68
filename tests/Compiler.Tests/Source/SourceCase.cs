using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A program with variables: each trace has its own.</summary>
internal sealed record SourceCase(string Name, Func<Graph> Trace, params TensorData[] Inputs)
{
    private static readonly TensorData X = Samples.Uniform([16, 20]), Labels = Samples.Longs([16], 0, 5),
        Image = Samples.Uniform([2, 3, 9, 10]);

    private static readonly (string Name, Func<IEnumerable<Parameter>, Optimizer> Make)[] Optimizers =
        [
            ("SGD", p => new SGD(p, 0.1)),
                ("SGD with Nesterov's momentum and decay", p => new SGD(p, 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true)),
            ("Adam", p => new Adam(p, 0.1)), ("AdamW", p => new AdamW(p, 0.1)),
        ];

    /// <summary>Bits of the vectors.</summary>
    public int Bits { get; init; }

    public static IEnumerable<SourceCase> All =>
        [
            .. Optimizers.Select(o => new SourceCase($"training step with {o.Name}", () => TrainingStep(o.Make, Perceptron()), X, Labels)),
            new("training step of 256 bits", () => TrainingStep(p => new Adam(p, 0.1), Perceptron()), X, Labels) { Bits = 256 },
            new("training step with dropout", () =>
                TrainingStep(p => new SGD(p, 0.1), [new Linear(20, 30, seed: 1), new Dropout(0.5), new Linear(30, 5, seed: 2)]), X, Labels),
            new("inference with prepared weights", () => Inference(Perceptron()), X),
            new("convolutional training step", () =>
                TrainingStep(p => new SGD(p, 0.1, momentum: 0.9), Convolutional()), Image, Samples.Longs([2], 0, 5)),
            new("convolutional inference", () => Inference(Convolutional()), Image),
            new("convolutions of all forms", Convolutions, Image),
            new("swapped states", () => Updating((a, b) => (b, a))),
            new("transposed and shifted states", () => Updating((a, b) => (a.T + b, Node.Concat([a[1..], b[..1]])))),
            new("states that are written in place", () => Updating((a, b) => (a * 2 + 1, b.Exp()))),
            new("large constants", LargeConstants, Samples.Uniform([300, 70])),
            new("constants of all kinds", Constants, Samples.Uniform([3, 40])),
        ];

    public override string ToString() => Name;

    private static Sequential Perceptron() => [new Linear(20, 30, seed: 1), new ReLU(), new NN.LayerNorm([30]), new Linear(30, 5, seed: 2)];

    private static Sequential Convolutional() =>
        [new Conv2d(3, 8, 3, padding: 1, seed: 1), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2), new Conv2d(8, 8, 3, seed: 2),
            new ReLU(), new Flatten(), new Linear(48, 5, seed: 3)];

    private static Graph TrainingStep(Func<IEnumerable<Parameter>, Optimizer> make, Sequential model)
    {
        Optimizer optimizer = make(model.Parameters());
        TensorData[] inputs = model[0] is Linear ? [X, Labels] : [Image, Samples.Longs([2], 0, 5)];
        return Programs.Trace(i =>
        {
            Node loss = model.Forward(i[0]).CrossEntropy(i[1]);
            optimizer.Step(loss);
            return [loss];
        }, inputs.Select(i => i.Type), RandomState.Create(3), training: true);
    }

    private static Graph Inference(Sequential model) =>
        Programs.Trace(i => [model.Forward(i[0]).Softmax(1)], model[0] is Linear ? X : Image);

    private static Graph Convolutions()
    {
        var weight = new Parameter(Samples.Uniform([8, 3, 3, 3], seed: 2), "weight");
        var point = new Parameter(Samples.Uniform([8, 3, 1, 1], seed: 3), "point");
        var depth = new Parameter(Samples.Uniform([3, 1, 3, 3], seed: 4), "depth");
        return Programs.Trace(i =>
            [
                i[0].Conv(weight, null, [2], [1], null, 1).Relu(),
                i[0].Conv(point, null, [1], [0], null, 1),
                i[0].Conv(depth, null, [1], [1], null, 3),
                .. Gradients.Of(i[0].Conv(weight, null, [2], [1], null, 1).Square().Sum(), i[0], weight),
            ], Image);
    }

    private static Graph Updating(Func<Node, Node, (Node A, Node B)> values)
    {
        var a = new State(Samples.Uniform([4, 4], 0.5, 1), "a");
        var b = new State(Samples.Uniform([4, 4], 0.5, 1, seed: 2), "b \"quoted\"\nover two lines");
        return Programs.Trace(_ =>
        {
            (Node newA, Node newB) = values(a, b);
            GraphTrace.Current!.Update(a, newA);
            GraphTrace.Current.Update(b, newB);
            return [a.Read().Sum()];
        }, []);
    }

    private static Graph LargeConstants() => Programs.Trace(i =>
        [i[0] * Node.Constant(Samples.Uniform([300, 70], seed: 5)), i[0] + Node.Constant(Samples.Uniform([70], seed: 6))],
            Samples.Uniform([300, 70]));

    private static Graph Constants() => Programs.Trace(i =>
        [
            i[0].Reshape([24, 5]) * Node.Constant(TensorData.From<float>(
                [5], [-0f, float.NaN, float.PositiveInfinity, float.Epsilon, BitConverter.UInt32BitsToSingle(0xFFC12345)])),
            Node.Where(Node.Constant(TensorData.From<bool>([3, 1], [true, false, true])), i[0], i[0].Exp()),
            i[0].Cast(DType.Int64) * Node.Constant(TensorData.From<long>([3, 1], [long.MinValue, -1, long.MaxValue])),
            i[0].Cast(DType.Float64)
                + Node.Constant(TensorData.From<double>([3, 40], [.. Enumerable.Range(0, 120).Select(n => Math.Sin(n))])),
            i[0].Cast(DType.UInt64) + Node.Constant(TensorData.From<ulong>([1, 40], [.. Enumerable.Repeat(ulong.MaxValue, 40)])),
            i[0] + Node.Constant(TensorData.From<Half>([40], [.. Enumerable.Range(0, 40).Select(n => (Half)n)])).Cast(DType.Float32),
        ], Samples.Uniform([3, 40]));
}
