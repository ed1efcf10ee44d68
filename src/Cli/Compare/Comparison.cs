using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>Measures a model compiled and op by op, and says where the difference comes from.</summary>
internal static class Comparison
{
    private const int MostSavings = 10;

    /// <summary>Measures and writes; gives the exit code.</summary>
    public static int Run(Specimen specimen, CompileOptions compile)
    {
        CompiledProgram forward = specimen.Compile(train: false, compile);
        TensorData input = SampleOf(specimen), target = TensorData.Zeros(specimen.Target);
        Terminal.Line(specimen.Title(train: false));
        Show(forward.Report, ModelTimes.Forward(forward, input), ModelTimes.EagerForward(specimen.Model, input));
        TrainingStep step = specimen.CompiledStep(compile);
        Terminal.Line();
        Terminal.Line(specimen.Title(train: true));
        Show(step.For(specimen.Input, specimen.Target).Report, ModelTimes.Step(step, input, target),
            ModelTimes.Step(specimen.EagerStep(), input, target));
        return 0;
    }

    private static void Show(CompilationReport report, Measurement compiled, Measurement eager)
    {
        KernelReport[] kernels = [.. report.Kernels.Where(k => !k.Prepared)];
        EagerCost cost = EagerCost.Of(report.Original);
        Table table = Terminal.Table("", "compiled", "eager", "eager ÷ compiled");
        AddRow(table, "time of a call, µs", compiled.Microseconds, eager.Microseconds, "N1");
        AddRow(table, "kernels", kernels.Length, cost.Kernels, "N0");
        AddRow(table, "bytes read and written by them", kernels.Sum(k => k.BytesRead + k.BytesWritten), cost.Bytes, "N0");
        AddRow(table, "floating-point operations", report.Flops, cost.Flops, "N0");
        AddRow(table, "bytes allocated per call", compiled.Bytes, eager.Bytes, "N0");
        Terminal.Output.Write(table);
        ShowSavings(report);
    }

    private static void ShowSavings(CompilationReport report)
    {
        var saved = report.Fusion.Where(f => f.IsFused).GroupBy(f => f.Producer).ToArray();
        long bytes = saved.Sum(SavedBy);
        Terminal.Line(
            string.Create(
            CultureInfo.InvariantCulture,
            $"Fusion keeps {saved.Length} values in registers or caches for their readers and saves {bytes:N0} bytes of reading and "
            + $"writing; the most:"));
        foreach ((string line, long total, int count) in saved.GroupBy(Describe).Select(g => (g.Key, g.Sum(SavedBy), g.Count()))
            .OrderByDescending(g => g.Item2).Take(MostSavings))
        {
            Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  {total,14:N0} B  {(count == 1 ? "" : $"{count} × ")}{line}"));
        }
        IGrouping<FusionReason, FusionReport>[] refused =
            [.. report.Fusion.Where(f => !f.IsFused).GroupBy(f => f.Reason).OrderByDescending(g => g.Sum(f => f.Bytes))];
        if (refused.Length > 0)
        {
            string largest = refused[0].MaxBy(f => f.Bytes)!.Text;
            Terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"{refused.Sum(g => g.Count())} uses cross kernels; for example: {largest}. 'neuraljit inspect' lists all."));
        }
    }

    // Optimisers do the same to each parameter: what reads the same is one line.
    private static string Describe(IGrouping<Node, FusionReport> readers)
    {
        string ops = string.Join(", ", readers.Select(f => f.Consumer.Op.Name).Distinct());
        return $"{readers.Key.Op.Name} {readers.Key.Type} → "
            + $"{ops}{(readers.Key.Origin?.ToString() is { Length: > 0 } place ? $"  # {place}" : "")}";
    }

    // Written once and read by each of its readers, when nothing is fused.
    private static long SavedBy(IGrouping<Node, FusionReport> readers) => readers.Key.Type.Bytes * (1 + readers.Count());

    private static void AddRow(Table table, string what, double compiled, double eager, string format) => table.AddText(
        what, compiled.ToString(format, CultureInfo.InvariantCulture), eager.ToString(format, CultureInfo.InvariantCulture),
        compiled == 0 ? "" : (eager / compiled).ToString("N2", CultureInfo.InvariantCulture));

    private static TensorData SampleOf(Specimen specimen)
    {
        if (specimen.Input.DType != DType.Float32)
        {
            // Numbers of classes or words, of which 0 is always one.
            return TensorData.Zeros(specimen.Input);
        }
        var random = new Random(0);
        TensorData data = TensorData.Uninitialized(specimen.Input);
        foreach (ref float element in data.Span<float>())
        {
            element = (float)((2 * random.NextDouble()) - 1);
        }
        return data;
    }
}
