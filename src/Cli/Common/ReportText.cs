using System.Globalization;
using NeuralJit.Compilation;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>Shows what the compiler did.</summary>
internal static class ReportText
{
    /// <summary>The passes in order, with node counts.</summary>
    public static void WritePasses(CompilationReport report)
    {
        Table table = Terminal.Table("pass", "nodes before", "after", "rewrites", "ms");
        foreach (PassReport pass in report.Passes)
        {
            string rewrites = string.Join(", ", pass.Rules.Select(r => r.Value == 1 ? r.Key : $"{r.Key} ×{r.Value}"));
            table.AddText(pass.Name, Text(pass.Before.Nodes.Length), Text(pass.After.Nodes.Length), rewrites, Milliseconds(pass.Time));
        }
        Terminal.Output.Write(table);
    }

    /// <summary>The kernels and the memory that a run uses.</summary>
    public static void WriteKernels(CompilationReport report)
    {
        Table table = Terminal.Table("kernel", "kind", "what it does");
        foreach (KernelReport kernel in report.Kernels)
        {
            table.AddText(kernel.Name, kernel.Prepared ? kernel.Kind + ", prepared" : kernel.Kind, kernel.Description);
        }
        Terminal.Output.Write(table);
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"arena {report.ArenaBytes:N0} bytes, prepared from parameters {report.PreparedBytes:N0} bytes, vectors of "
            + $"{report.VectorBits} bits, " +
            $"compiled by {report.LambdaCompiler} in {report.CompileTime.TotalMilliseconds:F1} ms ({report.NewKernels} kernels "
            + $"compiled anew)"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
