namespace NeuralJit.Fuzz;

/// <summary>Losses of every reduction.</summary>
internal static class LossRecipes
{
    private static readonly LossReduction[] Reductions = Enum.GetValues<LossReduction>();

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("MseLoss", d => d.Float() is var x ? x.MseLoss(d.Shaped(x.Shape, x.DType), d.Of(Reductions)) : null),
        new("BinaryCrossEntropyWithLogits", d =>
            d.Float() is var x ? x.BinaryCrossEntropyWithLogits(d.Shaped(x.Shape, x.DType).Sigmoid(), d.Of(Reductions)) : null, 1),
        new("BinaryCrossEntropy", d => d.Float() is var x
            ? (d.Wild ? x : x.Sigmoid()).BinaryCrossEntropy(d.Shaped(x.Shape, x.DType).Sigmoid(), d.Of(Reductions))
            : null, 1),
        new("CrossEntropy", d =>
            OfClasses(d, (x, labels, ignored, weight) => x.CrossEntropy(labels, d.Of(Reductions), ignored, d.OneIn(3) ? 0.1 : 0, weight))),
        new("NllLoss", d => OfClasses(
            d, (x, labels, ignored, weight) => x.LogSoftmax(x.Rank == 1 ? 0 : 1).NllLoss(labels, d.Of(Reductions), ignored, weight)), 1),
    ];

    private static Node? OfClasses(Draft d, Func<Node, Node, long, Node?, Node> function)
    {
        Node x = d.Float(1);
        int axis = x.Rank == 1 ? 0 : 1, classes = x.Shape[axis];
        if (classes == 0)
        {
            return null;
        }
        Node labels = d.Indices(x.Shape.Reduce(new Axes(1u << axis), keepDims: false), classes);
        return function(x, labels, d.OneIn(3) ? 0 : -100, d.OneIn(4) ? (d.Shaped([classes], x.DType).Square() + 0.5).StopGradient() : null);
    }
}
