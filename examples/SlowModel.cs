using NeuralJit.Compilation;
using NeuralJit.Inspection;
using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>
/// A model that computes the right thing slowly, and the same model mended: docs/inspecting.md finds out why with these two reports. Both
/// standardise each sample and apply a small network.
/// </summary>
internal static class SlowModel
{
    private const int Batch = 2048, Features = 512;

    /// <summary>Writes both reports as one page into the folder, and says what changed.</summary>
    public static void Run(string? folder)
    {
        folder ??= Path.Combine(Path.GetTempPath(), "neuraljit-slow-model");
        Directory.CreateDirectory(folder);
        ReportDocument slow = Inspect("slow scorer", new SlowScorer()), fast = Inspect("mended scorer", new MendedScorer());
        string page = Path.Combine(folder, "scorers.html");
        AtomicFile.Write(page, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            HtmlPage.Write(writer, [DocumentJson.Write(slow), DocumentJson.Write(fast)], slow.Title);
        });
        Console.WriteLine(DocumentDiff.Write(slow, fast).Split("\n== kernels")[0]);
        Console.WriteLine($"both reports side by side: {page}");
    }

    private static ReportDocument Inspect(string title, Module model)
    {
        model.Initialize(seed: 1);
        CompiledProgram program = Compiler.Compile(model.Forward).For([Batch, Features]);
        // Whatever is measured first has to be right.
        if (program.Verify() is { Passed: false } wrong)
        {
            throw new InvalidOperationException(wrong.ToString());
        }
        return DocumentBuilder.Of(program, title, program.Profile(runs: 30));
    }

    /// <summary>Standardises with the samples as columns, in double precision, and keeps that layout for the network.</summary>
    private sealed class SlowScorer : Module
    {
        private readonly Linear hidden, score;

        public SlowScorer()
        {
            hidden = Child("hidden", new Linear(Features, 64));
            score = Child("score", new Linear(64, 1));
        }

        protected override Node Compute(Node x)
        {
            Node columns = x.T.Cast(DType.Float64);
            Node centred = columns - columns.Mean(0, keepDims: true);
            Node scaled = centred / centred.Square().Mean(0, keepDims: true).Sqrt();
            return score.Forward(hidden.Forward(scaled.Cast(DType.Float32).T).Gelu());
        }
    }

    /// <summary>The same with samples as rows, in single precision.</summary>
    private sealed class MendedScorer : Module
    {
        private readonly Linear hidden, score;

        public MendedScorer()
        {
            hidden = Child("hidden", new Linear(Features, 64));
            score = Child("score", new Linear(64, 1));
        }

        protected override Node Compute(Node x)
        {
            Node centred = x - x.Mean(1, keepDims: true);
            Node scaled = centred / centred.Square().Mean(1, keepDims: true).Sqrt();
            return score.Forward(hidden.Forward(scaled).Gelu());
        }
    }
}
