namespace NeuralJit.Compilation.Tests;

/// <summary>The memory plan as the report shows it.</summary>
internal sealed class MemoryReportTests
{
    private static IEnumerable<TestCaseData> Reports =>
        ReportSamples.All.Select(s => new TestCaseData(s.Report).SetArgDisplayNames(s.Name));

    [TestCaseSource(nameof(Reports))]
    public void Values_that_live_at_the_same_time_do_not_share_memory(CompilationReport report)
    {
        BufferReport[] arena = [.. report.Memory.Buffers.Where(b => b.Kind == BufferKind.Arena)];
        foreach (BufferReport a in arena)
        {
            Assert.That(a.Offset + a.Bytes, Is.LessThanOrEqualTo(report.ArenaBytes));
            foreach (BufferReport b in arena.Where(b => !ReferenceEquals(a, b) && b.First <= a.Last && a.First <= b.Last))
            {
                Assert.That(a.Offset + a.Bytes <= b.Offset || b.Offset + b.Bytes <= a.Offset, Is.True, () => $"{a} and {b}");
            }
        }
    }

    [TestCaseSource(nameof(Reports))]
    public void The_peak_is_the_most_that_lives_at_one_time(CompilationReport report)
    {
        MemoryReport memory = report.Memory;
        int steps = report.Kernels.Count(k => !k.Prepared);
        long most = Enumerable.Range(0, steps).Max(s => memory.AliveAt(s).Sum(b => b.Bytes));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(memory.PeakBytes, Is.EqualTo(most));
            Assert.That(memory.PeakBytes, Is.LessThanOrEqualTo(report.ArenaBytes));
            Assert.That(memory.BytesWithoutReuse, Is.GreaterThanOrEqualTo(memory.PeakBytes));
            Assert.That(memory.PeakStep, Is.LessThan(steps));
        }
    }

    [TestCaseSource(nameof(Reports))]
    public void Every_updated_parameter_is_written_in_place_or_assigned(CompilationReport report)
    {
        int inPlace = report.Memory.Buffers.Count(b => b.InPlace is not null), assigned = report.Kernels.Count(k => k.Kind == "assign");
        Assert.That(inPlace + assigned, Is.EqualTo(report.Original.Updates.Length));
    }
}
