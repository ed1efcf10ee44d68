namespace NeuralJit;

/// <content>Seeing through views. Chains of views may be as long as graphs, so each node knows what lies at their end.</content>
public sealed partial class Node
{
    private Layout? layout;

    /// <summary>The node whose memory holds the elements: the node itself, or what its view looks at, views of views included.</summary>
    internal Node Source { get; }

    /// <summary>
    /// How the elements lie in the memory of <see cref="Source"/> when that is dense; null where a view on the way needs a copy.
    /// </summary>
    internal Layout? LayoutInSource
    {
        get
        {
            if (layout is not null || Op is not ViewOp)
            {
                return layout ?? Layout.Dense(Shape);
            }
            var views = new Stack<Node>();
            Node below = this;
            for (; below.layout is null && below.Op is ViewOp; below = below.inputs[0])
            {
                views.Push(below);
            }
            Layout? found = below.layout ?? Layout.Dense(below.Shape);
            while (found is not null && views.TryPop(out Node? view))
            {
                view.layout = found = ((ViewOp)view.Op).Map(found, view.Shape);
            }
            return found;
        }
    }
}
