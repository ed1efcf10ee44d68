using System.Globalization;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>Runs workloads in both modes, checks that the modes agree, prints and collects the results.</summary>
internal sealed class Runner(BenchOptions options, TextWriter output)
{
    // Losses of 40 training steps amplify rounding; a single forward pass has the contract's 1e-5.
    private const double ForwardTolerance = 1e-5;
    private const double TrainingTolerance = 1e-3;

    private readonly List<BenchResult> results = [];

    /// <summary>Runs everything that the filter selects; gives the number of failures.</summary>
    public int RunAll(IEnumerable<Workload> workloads)
    {
        int failures = 0;
        foreach (Workload workload in workloads)
        {
            TensorData[]? reference = null;
            foreach (string mode in Workload.Modes.Reverse().Where(m => IsSelected(workload, m)))
            {
                failures += RunOne(workload, mode, ref reference) ? 0 : 1;
            }
        }
        return failures;
    }

    /// <summary>Whether the filter selects a workload in some mode.</summary>
    public static bool IsSelected(BenchOptions options, Workload workload, string mode) =>
        options.Filter.IsMatch(workload.Name) || options.Filter.IsMatch($"{workload.Name}:{mode}");

    private bool IsSelected(Workload workload, string mode) => IsSelected(options, workload, mode);

    private bool RunOne(Workload workload, string mode, ref TensorData[]? reference)
    {
        try
        {
            var compile = new CompileOptions { Threads = options.Threads, VectorBits = options.VectorBits };
            using Run run = workload.Start(mode, compile, out TimeSpan time);
            double? compiling = run.Program is null ? null : time.TotalMilliseconds;
            TensorData[] value = Sample(run, workload.ComparedSteps);
            double? error = reference is null ? null : Values.ErrorOf(value, reference);
            reference = value;
            bool finite = Values.AreFinite(value);
            Timing timing = Timing.Of(run, options.MinTime);
            finite &= Values.AreFinite(run.Result());
            bool agrees = error is not { } e || e <= (run.Trains ? TrainingTolerance : ForwardTolerance);
            Print(workload, mode, timing, compiling, error, (finite ? "" : "  NOT FINITE") + (agrees ? "" : "  DIFFERS FROM EAGER"));
            results.Add(BenchResult.Of(workload, mode, Threads, timing, error, finite, compiling));
            BenchResult.Write(options.Json, results);
            return finite && agrees;
        }
#pragma warning disable CA1031 // Whatever goes wrong in one row, the others run.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            output.WriteLine($"{workload.Name,-38} {mode,-9} FAILED {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private int Threads => options.Threads == 0 ? Environment.ProcessorCount : options.Threads;

    /// <summary>The result to compare: of one call, or the losses of 40 steps.</summary>
    private static TensorData[] Sample(Run run, int steps)
    {
        if (!run.Trains)
        {
            run.Call();
            return run.Result();
        }
        run.Reset();
        float[] losses = new float[steps];
        for (int i = 0; i < losses.Length; i++)
        {
            run.Call();
            losses[i] = run.Result()[0].Span<float>()[0];
        }
        return [new TensorData(losses, [steps])];
    }

    private void Print(Workload workload, string mode, Timing timing, double? compiling, double? error, string remark)
    {
        string rate = workload.Flops > 0 ? $"{workload.Flops / timing.Least / 1e3,8:F1} GFLOP/s" : new string(' ', 16);
        string other = timing.OtherLoad is { } load ? load.ToString("F2", CultureInfo.InvariantCulture) : "?";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{workload.Name,-38} {mode,-9} median {timing.Median,12:F2} us  min {timing.Least,12:F2} us  {rate}  {timing.Bytes,9:F0} "
            + $"B/call  cpu {timing.OwnLoad:F2}+{other}")
            + (compiling is { } c ? $"  compiled in {c.ToString("F0", CultureInfo.InvariantCulture)} ms" : "")
            + (error is { } e ? $"  error {e.ToString("E1", CultureInfo.InvariantCulture)}" : "") + remark);
    }
}
