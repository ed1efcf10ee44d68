using NeuralJit.NN;

namespace NeuralJit.Bench;

/// <summary>Every workload, defined as in the peers' scripts.</summary>
internal static class Workloads
{
    private const int Million = 1 << 20;
    private const int Seed = 1234;

    /// <summary>All workloads in the order of the tables.</summary>
    public static IReadOnlyList<Workload> All { get; } =
        [.. Inference(), .. ConvWorkloads.Inference(), .. Training(), .. ConvWorkloads.Training(), .. Micro()];

    /// <summary>The workload of this name, in any suite.</summary>
    /// <exception cref="FormatException">There is none; the message is for the user.</exception>
    public static Workload Find(string name) => All.Concat(Everyday.Suite.All).FirstOrDefault(w => w.Name == name)
        ?? throw new FormatException($"no workload \"{name}\"; --list names them all");

    private static IEnumerable<Workload> Inference()
    {
        yield return Perceptron("mlp_tiny_b1", 1, () => new Tanh(), 4, 16, 16, 2);
        foreach (int batch in (int[])[1, 64, 512])
        {
            yield return Perceptron($"mlp_b{batch}", batch, () => new ReLU(), 784, 256, 128, 10);
        }
    }

    private static IEnumerable<Workload> Training()
    {
        yield return new Workload("training", "train_tiny_sgd_b4", 3 * FlopsOf(4, [2, 4, 1]), () =>
        {
            var model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
            TensorData x = TensorData.From([4, 2], 0, 0, 0, 1, 1, 0, 1, 1);
            TensorData y = TensorData.From([4, 1], 0, 1, 1, 0);
            var optimizer = new SGD(model.Parameters(), learningRate: 0.1);
            model.Initialize(Seed);
            return new TrainingProblem(optimizer, (input, target) => model.Forward(input).MseLoss(target), [(x, y)]);
        });
        yield return Classifier("train_mlp_sgd_b64", model => new SGD(model.Parameters(), learningRate: 0.1));
        yield return Classifier("train_mlp_adam_b64", model => new Adam(model.Parameters(), learningRate: 1e-3));
    }

    private static IEnumerable<Workload> Micro()
    {
        yield return Elementary(
            "ew_chain_1m", x => (x[0] * x[1] + x[2]).Tanh() * x[3].Sigmoid(), [Million], [Million], [Million], [Million]);
        yield return Elementary("exp_1m", x => x[0].Exp(), [Million]);
        yield return Elementary("tanh_1m", x => x[0].Tanh(), [Million]);
        yield return Elementary("gelu_1m", x => x[0].Gelu(), [Million]);
        yield return Elementary("softmax_4096x1024", x => x[0].Softmax(-1), [4096, 1024]);
        yield return new Workload("micro", "layernorm_4096x1024", 0, () =>
        {
            var samples = new Samples();
            TensorData x = samples.Normal([4096, 1024]);
            var norm = new LayerNorm(1024);
            norm.Weight!.Assign<float>(samples.Uniform([1024], 0.5, 1.5).Span<float>());
            norm.Bias!.Assign<float>(samples.Uniform([1024], -0.5, 0.5).Span<float>());
            return new ForwardProblem(inputs => norm.Forward(inputs[0]), x);
        });
        yield return Elementary("sum_axis0_4096x1024", x => x[0].Sum(0), [4096, 1024]);
        yield return Elementary("sum_axis1_4096x1024", x => x[0].Sum(1), [4096, 1024]);
        yield return Product("gemv_1x1024x1024", 1, 1024, 1024);
        yield return Product("matmul_64x784x128", 64, 784, 128);
        foreach (int size in (int[])[64, 128, 256, 512, 1024, 2048])
        {
            yield return Product($"matmul_{size}", size, size, size);
        }
    }

    private static Workload Perceptron(string name, int batch, Func<Module> activation, params int[] sizes) =>
        new("inference", name, FlopsOf(batch, sizes), () =>
        {
            Sequential model = Layers(activation, sizes);
            return new ForwardProblem(inputs => model.Forward(inputs[0]), new Samples().Normal([batch, sizes[0]]));
        });

    private static Workload Classifier(string name, Func<Module, Optimizer> optimizerOf) =>
        new("training", name, 3 * FlopsOf(64, [784, 128, 10]), () =>
        {
            const int Batches = 8;
            Sequential model = Layers(() => new ReLU(), 784, 128, 10);
            Optimizer optimizer = optimizerOf(model);
            var samples = new Samples();
            return new TrainingProblem(
                optimizer,
                (input, labels) => model.Forward(input).CrossEntropy(labels),
                [.. Enumerable.Range(0, Batches).Select(_ => (samples.Normal([64, 784]), samples.Labels(64, 10)))]);
        });

    private static Workload Elementary(string name, Func<Node[], Node> function, params Shape[] shapes) =>
        new("micro", name, 0, () =>
        {
            var samples = new Samples();
            return new ForwardProblem(function, [.. shapes.Select(s => samples.Normal(s))]);
        });

    private static Workload Product(string name, int m, int k, int n) =>
        new("micro", name, 2.0 * m * k * n, () =>
        {
            // Scaled so that the results stay of order one.
            var samples = new Samples();
            double scale = Math.Pow(k, -0.25);
            return new ForwardProblem(x => x[0].MatMul(x[1]), samples.Normal([m, k], scale), samples.Normal([k, n], scale));
        });

    private static Sequential Layers(Func<Module> activation, params int[] sizes)
    {
        var layers = new List<Module>();
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            layers.Add(new Linear(sizes[i], sizes[i + 1]));
            if (i + 2 < sizes.Length)
            {
                layers.Add(activation());
            }
        }
        var model = new Sequential([.. layers]);
        model.Initialize(Seed);
        return model;
    }

    private static double FlopsOf(int batch, int[] sizes)
    {
        double flops = 0;
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            flops += 2.0 * batch * sizes[i] * sizes[i + 1];
        }
        return flops;
    }
}
