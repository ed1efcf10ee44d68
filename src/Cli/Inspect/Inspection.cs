using NeuralJit.Compilation;
using NeuralJit.Inspection;

namespace NeuralJit.Cli;

/// <summary>Compiles what is to be looked at and writes it in the form that was asked for.</summary>
internal static class Inspection
{
    /// <summary>What the same model op by op is called in comparisons.</summary>
    public const string Eager = "eager";

    private const int ProfiledRuns = 50;

    /// <summary>Runs the command; gives the exit code.</summary>
    /// <exception cref="InvalidDataException">The model, the stage or a file is not what it should be.</exception>
    public static int Run(InspectSettings settings)
    {
        InspectForms.Check(settings);
        OutputFile.Check("--out", settings.Output);
        OutputFile.Check("--trace", settings.Trace);
        Inspected subject = Load(settings.Model, settings);
        ReportDocument? other = settings.Diff is { } diff ? LoadOther(diff, settings) : null;
        // Everything is made before anything is written.
        string text = InspectForms.Write(settings, subject, other);
        if (settings.Trace is { } trace)
        {
            AtomicFile.Write(trace, stream => subject.Profile!.WriteTrace(stream));
        }
        if (settings.Output is not null || settings.Open)
        {
            WriteFile(settings, text, subject.Program);
        }
        else
        {
            Pager.Show(text, InspectForms.ColoursOf(settings.Format));
        }
        return 0;
    }

    private static void WriteFile(InspectSettings settings, string text, CompiledProgram program)
    {
        string path = settings.Output ?? Path.Combine(
            Path.GetTempPath(), $"neuraljit-{Path.GetFileNameWithoutExtension(settings.Model.Name)}-{Environment.ProcessId}.html");
        OutputFile.Write(path, text, program, settings);
        string wrote = $"wrote {OutputFile.Describe(path)}";
        if (settings.Open)
        {
            Terminal.Line($"{wrote}{(Browser.Open(path) ? "" : "; there is no browser to open it with")}");
        }
        else
        {
            Terminal.Line(settings.IsPage ? $"{wrote}: open it in a browser" : wrote);
        }
    }

    private static Inspected Load(ModelSpec model, InspectSettings settings)
    {
        (string title, CompiledProgram program) = GraphFile.IsFile(model.Name)
            ? (Path.GetFileName(model.Name), GraphFile.Compile(model.Name, settings.Compile))
            : FromCatalog(model, settings);
        ProgramProfile? profile = settings.Profile || settings.Trace is not null ? program.Profile(ProfiledRuns) : null;
        return new Inspected(title, program, profile);
    }

    private static (string Title, CompiledProgram Program) FromCatalog(ModelSpec model, InspectSettings settings)
    {
        Specimen specimen = Specimen.Create(model, settings.Optimizer);
        return (specimen.Title(settings.Train), specimen.Compile(settings.Train, settings.Compile));
    }

    private static ReportDocument LoadOther(string name, InspectSettings settings) =>
        name == Eager ? LoadEager(settings) : name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        ? DocumentJson.Read(GraphFile.Read(name), name)
        : Load(ModelSpec.Parse(name, [], settings.Model.Batch), settings with { Trace = null }).Document;

    private static ReportDocument LoadEager(InspectSettings settings)
    {
        Inspected subject = Load(settings.Model, settings with { Trace = null, Compile = settings.Compile with { OpByOp = true } });
        return (subject with { Title = subject.Title + " · op by op" }).Document;
    }
}

/// <summary>A compiled program that is looked at.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Program">The program.</param>
/// <param name="Profile">Its times, or null.</param>
internal sealed record Inspected(string Title, CompiledProgram Program, ProgramProfile? Profile)
{
    /// <summary>Everything about it as plain data.</summary>
    public ReportDocument Document => DocumentBuilder.Of(Program, Title, Profile);
}
