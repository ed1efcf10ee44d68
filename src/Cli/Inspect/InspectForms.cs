using System.Text;
using NeuralJit.Compilation;
using NeuralJit.Inspection;

namespace NeuralJit.Cli;

/// <summary>The forms in which a compilation is shown.</summary>
internal static class InspectForms
{
    /// <summary>Text.</summary>
    public const string Text = "text";

    /// <summary>A page for browsers.</summary>
    public const string Html = "html";

    private const string Tree = "tree", CSharp = "csharp", Dot = "dot", Mermaid = "mermaid", Json = "json";
    private const string Optimized = "optimized";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Text, Tree, CSharp, Dot, Mermaid, Json, Html];

    /// <summary>The form that a file's extension names, else <paramref name="form"/>.</summary>
    public static string OfFile(string? path, string form) => Path.GetExtension(path)?.ToLowerInvariant() switch
    {
        ".html" or ".htm" => Html,
        ".json" => Json,
        ".dot" or ".gv" => Dot,
        ".mmd" => Mermaid,
        ".cs" => CSharp,
        _ => form,
    };

    /// <summary>Refuses combinations that mean nothing.</summary>
    public static void Check(InspectSettings settings)
    {
        if (settings is { Format: Html, Output: null, Open: false } && !Console.IsOutputRedirected)
        {
            throw new InvalidDataException(
                "a page is of no use on a terminal: write it to a file with --out FILE and open that in a browser, or add --open");
        }
        if (settings.Open && settings.Format != Html)
        {
            throw new InvalidDataException($"--open goes with --format {Html}, not {settings.Format}");
        }
        if (settings.Verbose && (settings.Format != Text || settings.Stage is not null || settings.All || settings.Diff is not null))
        {
            throw new InvalidDataException("--verbose is the whole report as text; leave out --stage, --all, --diff and other forms");
        }
        if ((settings.Stage ?? (settings.All ? "all" : null)) is { } stage && settings.Format is CSharp or Json or Html)
        {
            throw new InvalidDataException(
                $"{(settings.All ? "--all" : $"--stage {stage}")} does not go with --format {settings.Format}, which holds everything; "
                + $"leave it out");
        }
        if (settings.Profile
            && (settings.Stage is not (null or TextReport.Kernels) || settings.All || settings.Format is not (Text or Json or Html)))
        {
            throw new InvalidDataException(
                $"--profile goes with whole reports as text, json or html, and with --stage {TextReport.Kernels}, which show the times; "
                + $"leave it out, or use --trace");
        }
        if (settings.Diff is not null && settings.Format is not (Text or Html))
        {
            throw new InvalidDataException($"--diff gives text or html, not {settings.Format}");
        }
        if (settings.Diff is not null && (settings.All || settings.Stage is not null))
        {
            throw new InvalidDataException(
                $"{(settings.All ? "--all" : "--stage")} does not go with --diff, which compares whole reports; leave it out");
        }
    }

    /// <summary>What is shown.</summary>
    /// <exception cref="InvalidDataException">There is no such stage.</exception>
    public static string Write(InspectSettings settings, Inspected subject, ReportDocument? other) => settings.Format switch
    {
        Json => DocumentJson.Write(subject.Document, indented: true) + "\n",
        Html => Page(subject, other),
        CSharp => subject.Program.ToCSharp(),
        Text when other is not null => DocumentDiff.Write(other, subject.Document),
        _ when settings.All => Stages(settings, subject),
        Text when settings.IsScreen => Screen(settings, subject),
        Text when settings.Stage is null => TextReport.Write(subject.Document),
        Text when TextReport.Parts.Contains(settings.Stage) => TextReport.WritePart(subject.Document, settings.Stage),
        _ => Graph(settings, subject, GraphOf(settings, subject.Program.Report)!),
    };

    /// <summary>The stage whose graph is shown alone; null where a whole report or a part of one is.</summary>
    public static CompilationStage? GraphOf(InspectSettings settings, CompilationReport report)
    {
        if (settings.All || (settings.Format == Text && (settings.Stage is null || TextReport.Parts.Contains(settings.Stage))))
        {
            return null;
        }
        string name = settings.Stage ?? Optimized;
        return report.Stages.FirstOrDefault(s => s.Name == name)
            ?? throw new InvalidDataException(
                $"there is no stage '{name}'; the stages are "
                + $"{string.Join(", ", report.Stages.Select(s => s.Name.Contains(' ', StringComparison.Ordinal) ? $"'{s.Name}'" : s.Name))}"
                + (settings.Format == Text ? $", and {string.Join(", ", TextReport.Parts)}" : ""));
    }

    /// <summary>How lines of a form are coloured on a terminal.</summary>
    public static Func<string, string> ColoursOf(string form) => form switch
    {
        Text or Tree => LineColours.OfGraph,
        CSharp => LineColours.OfCode,
        _ => line => line,
    };

    private static string Screen(InspectSettings settings, Inspected subject)
    {
        ReportDocument document = subject.Document;
        string[] parts =
            [.. TextReport.Parts, .. document.Stages.Select(s => s.Name).Where(n => n is "written" or "gradients" or Optimized).Distinct()];
        return $"""
            {TextScreen.Write(document)}
            more:  --verbose         the whole report ({TextReport.Write(document).AsSpan().Count('\n'):N0} lines)
                   --stage PART      {string.Join(", ", parts)} …
                   --all             the graph at every stage
                   {(settings.Profile ? "" : "--profile         the time of each kernel\n       ")}--out FILE.html   a page for a browser; .json, .dot, .mmd, .cs likewise

            """;
    }

    private static string Stages(InspectSettings settings, Inspected subject)
    {
        var text = new StringBuilder();
        string before = "";
        foreach (CompilationStage stage in subject.Program.Report.Stages)
        {
            // Most passes change nothing in most models.
            string graph = Graph(settings, subject, stage);
            text.Append(
                $"{(text.Length > 0 ? "\n" : "")}{CommentOf(settings.Format)} stage: "
                + $"{stage.Name}{(graph == before ? " (no change)\n" : "\n" + graph)}");
            before = graph;
        }
        return text.ToString();
    }

    private static string Graph(InspectSettings settings, Inspected subject, CompilationStage stage)
    {
        CompilationReport report = subject.Program.Report;
        IReadOnlyDictionary<Node, int> numbers = report.Numbers.At(report.Stages.TakeWhile(s => !ReferenceEquals(s, stage)).Count());
        int Number(Node node) => numbers[node];
        Func<Node, string?>? clusters = stage.Name == Optimized ? Kernels(report) : null;
        return settings.Format switch
        {
            Tree => GraphTree.Print(stage.Graph, new GraphTreeOptions { Numbers = Number }),
            Dot => GraphDot.Print(stage.Graph, new GraphDiagramOptions { Numbers = Number, Clusters = clusters }),
            Mermaid => GraphMermaid.Print(stage.Graph, new GraphDiagramOptions { Numbers = Number, Clusters = clusters }),
            _ => GraphText.Print(stage.Graph, new GraphTextOptions { Numbers = Number }),
        };
    }

    private static Func<Node, string?> Kernels(CompilationReport report)
    {
        var names = new Dictionary<Node, string>(ReferenceEqualityComparer.Instance);
        foreach (KernelReport kernel in report.Kernels.Where(k => k.Nodes.Count > 1))
        {
            foreach (Node node in kernel.Nodes)
            {
                names[node] = kernel.Name;
            }
        }
        return names.GetValueOrDefault;
    }

    private static string CommentOf(string form) => form switch { Dot => "//", Mermaid => "%%", _ => "#" };

    private static string Page(Inspected subject, ReportDocument? other)
    {
        using var text = new StringWriter();
        HtmlPage.Write(
            text, [DocumentJson.Write(subject.Document), .. other is null ? [] : new[] { DocumentJson.Write(other) }], subject.Title);
        return text.ToString();
    }
}
