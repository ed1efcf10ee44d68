using NeuralJit.NN;

namespace NeuralJit.Bench.Everyday;

/// <summary>Training steps of small networks.</summary>
internal static class Training
{
    private const int Seed = 1234;

    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        Step("train_tabular_256x32", () => new Sequential(
                new Linear(32, 128), new BatchNorm1d(128), new ReLU(), new Linear(128, 128), new BatchNorm1d(128), new ReLU(),
                new Linear(128, 1)),
            (y, target) => y.MseLoss(target), s => (s.Normal([256, 32]), s.Normal([256, 1]))),
        Step("train_tabular_dropout_256x32", () => new Sequential(
                new Linear(32, 128), new BatchNorm1d(128), new ReLU(), new Dropout(0.1),
                new Linear(128, 128), new BatchNorm1d(128), new ReLU(), new Dropout(0.1), new Linear(128, 1)),
            (y, target) => y.MseLoss(target), s => (s.Normal([256, 32]), s.Normal([256, 1]))),
        Step("train_autoencoder_128x784", () => new Sequential(
                new Linear(784, 128), new ReLU(), new Linear(128, 32), new ReLU(), new Linear(32, 128), new ReLU(),
                new Linear(128, 784), new Sigmoid()),
            (y, target) => y.MseLoss(target), s => (s.Uniform([128, 784], 0, 1), s.Uniform([128, 784], 0, 1))),
        Step("train_group_norm_cnn_32x3x32x32", () => new Sequential(
                new Conv2d(3, 32, 3, padding: 1), new GroupNorm(8, 32), new ReLU(), new MaxPool2d(2),
                new Conv2d(32, 64, 3, padding: 1), new GroupNorm(8, 64), new ReLU(), new MaxPool2d(2), new Flatten(),
                new Linear(64 * 8 * 8, 10)),
            (y, target) => y.CrossEntropy(target), s => (s.Normal([32, 3, 32, 32]), s.Labels(32, 10))),
        Step("train_words_64x32", () => new MeanOfWords(5000, 64, 20),
            (y, target) => y.CrossEntropy(target), s => (s.Labels(64 * 32, 5000).Reshape(64, 32), s.Labels(64, 20))),
    ];

    private static Workload Step(
        string name, Func<Module> modelOf, Func<Node, Node, Node> lossOf, Func<Samples, (TensorData X, TensorData Y)> batchOf) =>
        new("everyday", name, 0, () =>
        {
            Module model = modelOf();
            model.Initialize(Seed);
            return new TrainingProblem(
                new Adam(model.Parameters(), learningRate: 1e-3), (x, y) => lossOf(model.Forward(x), y), [batchOf(new Samples())]);
        });

    /// <summary>The mean of the words' features, and a linear layer: from (batch, length) of int64 to (batch, classes).</summary>
    private sealed class MeanOfWords : Module
    {
        private readonly Parameter table;
        private readonly Linear output;

        public MeanOfWords(int words, int features, int classes)
        {
            table = Parameter("table", new TensorType(DType.Float32, [words, features]), Initializer.Normal());
            output = Child("output", new Linear(features, classes));
        }

        protected override Node Compute(Node x) => output.Forward(table.Read().Take(x).Mean(1));
    }
}
