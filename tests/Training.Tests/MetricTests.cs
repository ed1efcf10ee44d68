using NeuralJit.Compilation;

namespace NeuralJit.Training.Tests;

/// <summary>Metrics count what they say and refuse targets that broadcasting would make a meaningless number of.</summary>
public sealed class MetricTests
{
    private static readonly TensorData Scores = TensorData.From([3, 3], 5, 1, 2, 0, 9, 1, 3, 2, 1);

    private static IEnumerable<TestCaseData> Refused =>
    [
        Row("one-hot targets", Metric.Accuracy, TensorData.Zeros(new TensorType(DType.Float32, [3, 3])),
            "Metric.Accuracy: expected targets of shape [3], got f32[3,3]; these are as many as outputs, as one-hot targets are: use "
            + "Metric.OneHotAccuracy"),
        Row("a column of class numbers", Metric.Accuracy, TensorData.From<long>([3, 1], [0, 1, 2]),
            "Metric.Accuracy: expected targets of shape [3], got i64[3,1]; the outputs are scores"),
        Row("class numbers for one-hot", Metric.OneHotAccuracy, TensorData.From<long>([3], [0, 1, 2]),
            "Metric.OneHotAccuracy: expected targets of shape [3,3], got i64[3]; for class numbers use Metric.Accuracy"),
        Row("a vector for a matrix", Metric.BinaryAccuracy(), TensorData.From([3], 0, 1, 1),
            "Metric.BinaryAccuracy: expected targets of shape [3,3], got f32[3]; each output needs its own target"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void Targets_of_another_shape_are_refused_with_the_remedy(Metric metric, TensorData target, string message)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(() => metric.SumOverBatch(Node.Constant(Scores), Node.Constant(target)),
            Throws.TypeOf<ShapeException>().With.Message.StartsWith(message).And.Message.Contains("MetricTests.cs:"));
    }

    [Test]
    public void Right_classes_are_counted()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node scores = Node.Constant(Scores);
        float Count(Metric metric, TensorData target) => metric.SumOverBatch(scores, Node.Constant(target)).Item<float>();
        Assert.That(Count(Metric.Accuracy, TensorData.From<long>([3], [0, 1, 2])), Is.EqualTo(2));
        Assert.That(Count(Metric.OneHotAccuracy, TensorData.From([3, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1)), Is.EqualTo(2));
        Assert.That(Count(Metric.BinaryAccuracy(2.5), TensorData.From([3, 3], 1, 0, 1, 0, 1, 0, 1, 1, 0)), Is.EqualTo(7));
    }

    [Test]
    public void Distances_are_means_over_what_a_sample_has()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node target = Node.Constant(TensorData.From([3, 3], 5, 1, 2, 0, 9, 1, 3, 2, 4));
        Assert.That(Metric.MeanAbsoluteError.SumOverBatch(Node.Constant(Scores), target).Item<float>(), Is.EqualTo(1));
        Assert.That(Metric.MeanSquaredError.SumOverBatch(Node.Constant(Scores), target).Item<float>(), Is.EqualTo(3));
        Assert.That(() => Metric.MeanAbsoluteError.SumOverBatch(Node.Constant(Scores), target.Sum(1)),
            Throws.TypeOf<ShapeException>().With.Message.StartsWith("Metric.MeanAbsoluteError: expected targets"));
    }

    private static TestCaseData Row(string name, Metric metric, TensorData target, string message) =>
        new TestCaseData(metric, target, message).SetArgDisplayNames(name);
}
