using System.Numerics.Tensors;
using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A warm program allocates nothing, on no thread.</summary>
[NonParallelizable]
internal sealed class AllocationTests
{
    private const int Batches = 30, Calls = 40;

    private static readonly TensorData X = Samples.Uniform([16, 64]), Labels = Samples.Longs([16], 0, 10),
        Images = Samples.Uniform([64, 256]);

    private static IEnumerable<TestCaseData> Forms()
    {
        Sequential mlp = [new Linear(64, 32, seed: 1), new ReLU(), new Linear(32, 10, seed: 2)];
        yield return Of("inference", x => [mlp.Forward(x[0]).Softmax(1)], X);
        Sequential trained =
            [new Linear(64, 32, seed: 1), new ReLU(), new Dropout(0.2), new NN.LayerNorm([32]), new Linear(32, 10, seed: 2)];
        var adam = new Adam(trained.Parameters(), 1e-3);
        yield return Of("training step", x =>
        {
            Node loss = trained.Forward(x[0]).CrossEntropy(x[1]);
            adam.Step(loss);
            return [loss];
        }, X, Labels);
        yield return Of("dropout", x => [Node.Where(Node.Bernoulli([16, 64], 0.5), x[0] * 2, 0)], X);
        yield return Of("random normal", x => [x[0] + Node.RandomNormal([16, 64])], X);
        yield return Of("take", x => [x[0].Take(x[1])], X, Labels);
        yield return Of("gather and scatter", x =>
            [x[0].Gather(1, x[1].Unsqueeze(1)).Scatter(0, x[1].Unsqueeze(1), x[0][.., ..1], ScatterMode.Add)], X, Labels);
        yield return Of(
            "take and gather from views", x => [x[0].T.Take(x[1], 1), x[0][.., 2..].Gather(1, x[1][3..].Unsqueeze(1))], X, Labels);
        yield return Of("concat of many", x => [Node.Concat([.. Enumerable.Range(0, 12).Select(i => x[0][i..(i + 2)])])], X);
        yield return Of("concat", x => [Node.Concat([x[0], x[0] * 2], 1)], X);
        yield return Of("pad", x => [x[0].Pad([1, 2], [0, 1])], X);
        yield return Of("arg max", x => [x[0].ArgMax(1)], X);
        yield return Of("strided copy", x => [x[0].T.Reshape([1024]).Exp()], X);
        yield return Of("transposed output", x => [x[0].T], X);
        yield return Of("integers", x => [x[1] * 2 + 1], X, Labels);
        yield return Of("work for several threads", x => [x[0].MatMul(x[0].T).Exp().Softmax(1), x[0].Sum(0)], Images);
        yield return Of("convolution and its gradients", x =>
        {
            Node y = x[0].Conv(x[1], strides: [2], padding: [1]).Square().Sum();
            return Gradients.Of(y, x[0], x[1]);
        }, Samples.Uniform([2, 3, 9, 8]), Samples.Uniform([4, 3, 3, 3]));
        yield return Of("poolings", x =>
        {
            Node y = (x[0].MaxPool([3], [2], [1]).Square() + x[0].AvgPool([3], [2], [1])).Sum();
            return [Gradients.Of(y, x[0])[0], x[0].MaxPoolIndices([2]), x[0].AdaptiveMaxPool([4, 3])];
        }, Samples.Uniform([2, 3, 9, 8]));
        yield return Of("resizing, padding and columns", x =>
            [x[0].Resize([5, 7], ResizeMode.Linear), x[0].Pad([1, 2], [2, 1], PadMode.Reflect), x[0].Unfold([2]).Fold([9, 8], [2])],
            Samples.Uniform([2, 3, 9, 8]));
        yield return Of("updates that are copied", x =>
        {
            var state = new State(Samples.Uniform([64, 64]), "state");
            GraphTrace.Current!.Update(state, state.Read().T);
            return [x[0] * 2];
        }, X);
    }

    [TestCaseSource(nameof(Forms))]
    public void Runs_on_tensors_allocate_nothing(Func<Node[], Node[]> function, TensorData[] inputs)
    {
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(function, inputs.Select(i => i.Type), RandomState.Create(1), training: true));
        TensorData[] outputs = [.. program.OutputTypes.ToArray().Select(TensorData.Uninitialized)];
        Assert.That(LeastAllocated(() => program.Run(inputs, outputs)), Is.Zero, program.Describe);
    }

    [Test]
    public void Runs_of_a_polymorphic_function_allocate_nothing()
    {
        CompiledFunction function = Compiler.Compile(x => x.Softmax(1));
        TensorData y = TensorData.Uninitialized(X.Type);
        Assert.That(LeastAllocated(() => function.Run([X], [y])), Is.Zero);
    }

    [Test]
    public void Runs_on_spans_and_delegates_allocate_nothing()
    {
        CompiledProgram one = Compiler.Compile(x => x.Tanh()).For(X.Type), two = Compiler.Compile((a, b) => a * b).For(X.Type, X.Type);
        SpanFunction<float, float> first = one.ToDelegate<float, float>();
        SpanFunction<float, float, float> second = two.ToDelegate<float, float, float>();
        float[] x = X.Span<float>().ToArray(), y = new float[x.Length];
        Assert.That(LeastAllocated(() =>
        {
            one.Run<float, float>(x, y);
            two.Run<float, float, float>(x, x, y);
            first(x, y);
            second(x, x, y);
        }), Is.Zero);
    }

    [Test]
    public void Runs_on_dense_tensors_of_the_library_allocate_nothing()
    {
        CompiledFunction function = Compiler.Compile(x => x.Tanh());
        Tensor<float> x = X.ToTensor<float>(), y = TensorData.Uninitialized(X.Type).ToTensor<float>();
        Assert.That(LeastAllocated(() => function.Run<float, float>(x.AsReadOnlyTensorSpan(), y.AsTensorSpan())), Is.Zero);
    }

    [Test]
    public void An_allocation_fails_the_law() =>
        Assert.That(LeastAllocated(() => GC.KeepAlive(new object())), Is.GreaterThanOrEqualTo(Calls * 16));

    private static TestCaseData Of(string name, Func<Node[], Node[]> function, params TensorData[] inputs) =>
        new TestCaseData(function, inputs).SetArgDisplayNames(name);

    // Other threads of the process (the test host's) may allocate now and then: the least of several batches counts.
    private static long LeastAllocated(Action run)
    {
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches && least > 0; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int call = 0; call < Calls; call++)
            {
                run();
            }
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            Thread.Sleep(least == 0 ? 0 : 2);
        }
        return least;
    }
}
