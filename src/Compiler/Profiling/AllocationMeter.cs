namespace NeuralJit.Compilation;

/// <summary>Finds out what a run allocates.</summary>
internal static class AllocationMeter
{
    private const int Batches = 20;
    private const int RunsPerBatch = 10;

    /// <summary>
    /// Bytes that a warm run allocates on all threads. Other threads of the process may allocate now and then: the least of several batches
    /// counts.
    /// </summary>
    public static long Measure(ProgramSession session)
    {
        session.Run();
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches && least > 0; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int run = 0; run < RunsPerBatch; run++)
            {
                session.Run();
            }
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / RunsPerBatch);
        }
        return least;
    }
}
