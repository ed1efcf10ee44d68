namespace NeuralJit.Compilation;

/// <summary>
/// What programs compute from parameters alone (packed weights and the like), with the steps that compute it again when a parameter has
/// changed. All specialisations of a function that need the same values share one set.
/// </summary>
internal sealed unsafe class PreparedSet
{
    private readonly Graph graph;
    private readonly BoundStep[] steps;
    private readonly RunContext context;
    private readonly Variable[] variables;
    private readonly long[] versions;
    private readonly int threads;
    private volatile bool ran;

    /// <summary>Makes the set of <paramref name="prepare"/>, a part of <paramref name="graph"/>.</summary>
    public PreparedSet(Graph graph, IReadOnlyList<Step> prepare, int threads)
    {
        this.graph = graph;
        this.threads = threads;
        Values = [.. prepare.SelectMany(s => s.Writes).Select(n => TensorData.Uninitialized(n.Type))];
        var memory = MemoryMap.ForPrepared(graph, prepare, Values);
        steps = BoundStep.Bind(prepare);
        context = new RunContext(steps, memory);
        variables = [.. prepare.SelectMany(s => s.Reads).Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable).Distinct()];
        versions = new long[variables.Length];
        Array.Fill(versions, -1);
    }

    /// <summary>The values, in the order in which the steps write them.</summary>
    public IReadOnlyList<TensorData> Values { get; }

    /// <summary>Bytes of the values.</summary>
    public long Bytes => Values.Sum(v => v.Type.Bytes);

    /// <summary>
    /// Whether the values belong to the present versions of what they were computed from. Whoever sees versions that are being prepared
    /// sees afterwards that they did not run yet.
    /// </summary>
    public bool IsCurrent
    {
        get
        {
            for (int i = 0; i < variables.Length; i++)
            {
                if (variables[i].Version != Volatile.Read(ref versions[i]))
                {
                    return false;
                }
            }
            return ran;
        }
    }

    /// <summary>Computes the values; nothing may read them meanwhile. If it throws, they count as never computed.</summary>
    public void Prepare()
    {
        lock (steps)
        {
            if (IsCurrent)
            {
                return;
            }
            ran = false;
            for (int i = 0; i < variables.Length; i++)
            {
                Volatile.Write(ref versions[i], variables[i].Version);
            }
            foreach (BoundStep step in steps)
            {
                step.Run(context, null, threads);
            }
            ran = true;
            GC.KeepAlive(graph);
        }
    }
}
