namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Four times the graph is about four times the work: what is allocated on the way tells how much is done, whatever the machine is doing
/// besides.
/// </summary>
internal sealed class LinearWorkTests
{
    private const int Links = 150;

    // n·log n grows by 4.7 from 150 to 600, n² by 16.
    private const double MostGrowth = 5;

    [TestCaseSource(typeof(Chains), nameof(Chains.Names))]
    public void Compiling_takes_work_in_proportion_to_the_graph(string kind)
    {
        // Once before, so that no kernel is new: which thread compiles one is chance.
        WorkOf(kind, Links);
        WorkOf(kind, 4 * Links);
        double growth = (double)WorkOf(kind, 4 * Links) / WorkOf(kind, Links);
        Assert.That(growth, Is.LessThan(MostGrowth), $"{kind}: {growth:F1} times the work for 4 times the graph");
    }

    [Test]
    public void The_law_finds_quadratic_work()
    {
        long Work(int n)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < n; i++)
            {
                _ = new byte[i];
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.That((double)Work(4 * Links) / Work(Links), Is.GreaterThan(MostGrowth));
    }

    private static long WorkOf(string kind, int links)
    {
        Graph graph = Chains.Make(kind, links);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Compiler.Compile(graph, new CompileOptions { LambdaCompiler = new CountingCompiler("linear") });
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
