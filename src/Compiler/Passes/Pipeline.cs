using System.Diagnostics;

namespace NeuralJit.Compilation;

/// <summary>The passes between the traced graph and its kernels, in the order in which they run.</summary>
internal static class Pipeline
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<Pass> Passes { get; } =
    [
        Canonicalise.Pass,
        FoldConstants.Pass,
        SimplifyAlgebra.Pass,
        Stabilise.Pass,
        ExpandComposites.Pass,
        Canonicalise.Pass,
        FoldConstants.Pass,
        SimplifyAlgebra.Pass,
        ProductsAsSums.Pass,
        FollowMemory.Pass,
        SplitReductions.Pass,
        LowerConvolutions.Pass,
        PackOperands.Pass,
        OwnResults.Pass,
    ];

    /// <summary>The passes without which ops cannot run one by one.</summary>
    public static IReadOnlyList<Pass> OpByOp { get; } = [ExpandComposites.WithoutKernels, CopyUnreadable.Pass, OwnResults.Pass];

    /// <summary>What serves the library's own kernels: the passes before composites are taken apart for fusion.</summary>
    public static IReadOnlyList<Pass> WithoutFusion { get; } = [.. Passes.TakeWhile(p => p != ExpandComposites.Pass), .. OpByOp];

    /// <summary>
    /// Runs <paramref name="passes"/> on <paramref name="graph"/>, verifies the graph after each and records what it did.
    /// </summary>
    /// <exception cref="GraphException">A pass made a graph that is not well formed; the message names the pass.</exception>
    public static Graph Run(IReadOnlyList<Pass> passes, Graph graph, List<PassReport> reports)
    {
        foreach (Pass pass in passes)
        {
            var log = new RewriteLog();
            long start = Stopwatch.GetTimestamp();
            Graph result = pass.Run(graph, log);
            try
            {
                result.Verify();
            }
            catch (GraphException error)
            {
                throw new GraphException($"the pass \"{pass.Name}\" broke the graph: {error.Message}", error);
            }
            // Programs keep these graphs for their reports: one that is the same is kept once.
            result = result.Nodes.SequenceEqual(graph.Nodes) && result.Outputs.SequenceEqual(graph.Outputs)
                && result.Updates.SequenceEqual(graph.Updates) ? graph : result;
            reports.Add(new PassReport(pass.Name, graph, result, log.Rewrites, Stopwatch.GetElapsedTime(start)));
            graph = result;
        }
        return graph;
    }
}
