namespace NeuralJit.Bench.Everyday;

/// <summary>All rows of the everyday suite, in the order of the tables.</summary>
internal static class Suite
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        .. Elements.Rows(), .. Reductions.Rows(), .. Norms.Rows(), .. Losses.Rows(), .. Products.Rows(), .. Convolutions.Rows(),
        .. Pools.Rows(), .. Shapes.Rows(), .. Indices.Rows(), .. Conversions.Rows(), .. Training.Rows(),
    ];
}
