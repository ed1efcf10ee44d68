using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>
/// Views that are all dense: those that were not are copied, and the copies live until this is disposed. Dense ones cost no allocation.
/// </summary>
internal ref struct DenseViews
{
    private const int Most = 8;

    private readonly int count;
    private readonly List<TensorData>? copies;
    private Slots views;

    public DenseViews(ReadOnlySpan<TensorView> given)
    {
        if (given.Length > Most)
        {
            throw new GraphException($"dense views: at most {Most} at a time, got {given.Length}");
        }
        count = given.Length;
        for (int i = 0; i < given.Length; i++)
        {
            views[i] = given[i];
            if (!given[i].IsDense)
            {
                TensorData copy = TensorData.Uninitialized(given[i].Type);
                StridedCopying.Copy(given[i], copy.View);
                (copies ??= []).Add(copy);
                views[i] = copy.View;
            }
        }
    }

    /// <summary>The views in the order in which they were given.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<TensorView> Views => ((ReadOnlySpan<TensorView>)views)[..count];

    // The copies belong to the garbage collector: they only have to stay reachable until here.
    public readonly void Dispose() => GC.KeepAlive(copies);

    [InlineArray(Most)]
    private struct Slots
    {
        private TensorView first;
    }
}
