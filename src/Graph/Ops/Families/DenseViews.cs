namespace NeuralJit;

/// <summary>Views that are all dense: those that were not are copied, and the copies live until this is disposed.</summary>
internal sealed class DenseViews : IDisposable
{
    private readonly List<TensorData> copies = [];

    public DenseViews(ReadOnlySpan<TensorView> views)
    {
        Views = views.ToArray();
        for (int i = 0; i < Views.Length; i++)
        {
            if (!Views[i].IsDense)
            {
                TensorData copy = TensorData.Uninitialized(Views[i].Type);
                StridedCopying.Copy(Views[i], copy.View);
                copies.Add(copy);
                Views[i] = copy.View;
            }
        }
    }

    /// <summary>The views in the order in which they were given.</summary>
    public TensorView[] Views { get; }

    // The copies belong to the garbage collector: they only have to stay reachable until here.
    public void Dispose() => GC.KeepAlive(copies);
}
