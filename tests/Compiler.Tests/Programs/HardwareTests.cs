using System.Diagnostics;
using System.Globalization;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Processes that may not use parts of the processor: the same bits where it still fuses multiply and add, elsewhere within the contract.
/// </summary>
internal sealed class HardwareTests
{
    [TestCase("DOTNET_EnableAVX512")]
    [TestCase("DOTNET_EnableAVX2")]
    [TestCase("DOTNET_EnableHWIntrinsic")]
    public void A_process_without_it_computes_the_same(string setting)
    {
        (bool fma, string[] results) = RunChild(setting);
        string[] own = [.. Workloads.Results()];
        Assert.That(results, Has.Length.EqualTo(own.Length * Child.Widths.Count));
        for (int i = 0; i < results.Length; i++)
        {
            string name = $"{Workloads.Names[i % own.Length]} at width {Child.Widths[i / own.Length]}";
            Assert.That(results[i], Is.EqualTo(results[i % own.Length]), $"{name}: not the bits of the widest width of the same process");
            if (fma)
            {
                Assert.That(results[i], Is.EqualTo(own[i % own.Length]), $"{name}: the bits differ");
            }
            else
            {
                Comparison.AssertClose(Workloads.Parse(results[i]), Workloads.Parse(own[i % own.Length]), name);
            }
        }
    }

    [Test]
    public void Another_result_fails_the_law()
    {
        string[] own = [.. Workloads.Results()];
        Assert.That(own, Is.Unique);
        Assert.That(() => Comparison.AssertClose(Workloads.Parse(own[0]), Workloads.Parse(own[1])), Throws.TypeOf<AssertionException>());
    }

    // The test assembly is a program too: Child.Main prints the results of the workloads.
    private static (bool Fma, string[] Results) RunChild(string setting)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!.Contains("dotnet", StringComparison.OrdinalIgnoreCase) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { "exec", typeof(HardwareTests).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [setting] = "0" },
        };
        using Process child = Process.Start(start) ?? throw new InvalidOperationException("the child process did not start");
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string[] lines = child.StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        child.WaitForExit();
        Assert.That(child.ExitCode, Is.Zero, errors.Result);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{setting}=0: {lines[0]}"));
        bool fma = lines[0].Contains("fma True", StringComparison.Ordinal);
        Assert.That(lines[1], Is.EqualTo(fma.ToString()),
            "multiply-adds round once where one instruction does both, and nowhere else: calls are hundreds of times slower");
        return (fma, lines[2..]);
    }
}
