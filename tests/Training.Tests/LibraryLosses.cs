using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>Every loss of the library in every reduction that gives one number, as module and as function.</summary>
internal static class LibraryLosses
{
    public const int Samples = 10, Classes = 3;

    private static readonly LossReduction[] Reductions = [LossReduction.Mean, LossReduction.Sum, LossReduction.BatchMean];

    // Samples 2 to 5 do not count: batches of 1 and 2 have some of which nothing counts.
    public static TensorData Labels { get; } = TensorData.From<long>([Samples], [0, 1, -100, -100, -100, -100, 2, 0, 1, 1]);

    public static TensorData AllLabels { get; } = TensorData.From<long>([Samples], [0, 1, 1, 1, 2, 2, 0, 1, 0, 2]);

    public static TensorData Weights { get; } = TensorData.From([Classes], 0.5f, 2, 0);

    public static TensorData Inputs { get; } = Random([Samples, 4], 1);

    public static TensorData Numbers { get; } = Random([Samples, Classes], 2);

    /// <summary>The losses. The module is there where an objective takes it.</summary>
    public static IEnumerable<(
        string Name, LossReduction Reduction, Func<Node, Node, Node> Function, Loss? Module, TensorData Targets)> All =>
        Reductions.SelectMany(r => Functions(r).Concat(Modules(r)).Concat(Pairs(r)));

    private static IEnumerable<(string, LossReduction, Func<Node, Node, Node>, Loss?, TensorData)> Functions(LossReduction reduction) =>
        [
            ("MseLoss", reduction, (o, t) => o.MseLoss(t, reduction), null, Numbers),
            ("BinaryCrossEntropy", reduction, (o, t) => o.BinaryCrossEntropy(t, reduction), null, Numbers),
            ("BinaryCrossEntropyWithLogits", reduction, (o, t) => o.BinaryCrossEntropyWithLogits(t, reduction), null, Numbers),
            ("CrossEntropy", reduction, (o, t) => o.CrossEntropy(t, reduction), null, Labels),
            ("CrossEntropy weighted", reduction, (o, t) => o.CrossEntropy(t, reduction, weight: Node.Constant(Weights)), null, Labels),
            ("NllLoss", reduction, (o, t) => o.NllLoss(t, reduction), null, Labels),
            ("LossReduction.Apply", reduction, (o, t) => reduction.Apply((o - t).Tanh()), null, Numbers),
        ];

    // Found by reflection, so that a new loss is tested without a line here.
    private static IEnumerable<(string, LossReduction, Func<Node, Node, Node>, Loss?, TensorData)> Modules(LossReduction reduction) =>
        from type in typeof(Loss).Assembly.GetExportedTypes()
        where type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract
        let loss = (Loss)Make(type, reduction)
        from targets in TargetsOf(loss)
        select ($"{type.Name}{(targets == Numbers ? "" : " of labels")}", reduction, (Func<Node, Node, Node>)loss.Forward, loss, targets);

    private static TensorData[] TargetsOf(Loss loss) => loss switch
    {
        NLLLoss => [Labels],
        CrossEntropyLoss => [Labels, Numbers],
        MultiMarginLoss => [AllLabels],
        _ => [Numbers],
    };

    private static IEnumerable<(string, LossReduction, Func<Node, Node, Node>, Loss?, TensorData)> Pairs(LossReduction reduction)
    {
        static bool IsPairLoss(Type type) =>
            !type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(PairLoss<>);
        foreach (Type type in typeof(Loss).Assembly.GetExportedTypes().Where(IsPairLoss))
        {
            object loss = Make(type, reduction);
            Func<Node, Node, Node> function = loss switch
            {
                CosineEmbeddingLoss cosine => (o, t) => cosine.Forward((o, t, Signs(t))),
                MarginRankingLoss ranking => (o, t) => ranking.Forward((o, t, Signs(t).Unsqueeze(1))),
                PairLoss<(Node, Node, Node)> other => (o, t) => other.Forward((o, t, o.Square() + 1)),
                _ => throw new NotSupportedException(type.Name),
            };
            yield return (type.Name, reduction, function, null, Numbers);
        }
    }

    private static object Make(Type type, LossReduction reduction)
    {
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke(
            [.. constructor.GetParameters().Select(p => p.ParameterType == typeof(LossReduction) ? reduction : p.DefaultValue)]);
    }

    private static Node Signs(Node target) => Node.Where(target.Mean(1) > 0.5, 1, Node.Scalar(-1));

    private static TensorData Random(Shape shape, long seed)
    {
        var random = new Generator(seed, "test");
        return TensorData.From<float>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)random.NextUniform())]);
    }
}
