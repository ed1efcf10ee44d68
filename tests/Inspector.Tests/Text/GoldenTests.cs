using NeuralJit.Compilation;

namespace NeuralJit.Inspection.Tests;

/// <summary>What the compiler makes of the seed models, as approved texts: a change of any pass shows here.</summary>
internal sealed class GoldenTests
{
    private static readonly string[] Stages = ["written", "gradients", "optimized"];

    private static IEnumerable<string> Names => Compilations.Names.Where(n => n != "empty");

    [TestCaseSource(nameof(Names))]
    public void The_stages_are_as_approved(string name)
    {
        CompilationReport report = Compilations.Compile(name).Report;
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < report.Stages.Count; i++)
        {
            if (Stages.Contains(report.Stages[i].Name))
            {
                IReadOnlyDictionary<Node, int> numbers = report.Numbers.At(i);
                text.Append($"# {report.Stages[i].Name}\n").Append(GraphText.Print(
                    report.Stages[i].Graph, new GraphTextOptions { Origins = false, Numbers = n => numbers[n] })).Append('\n');
            }
        }
        text.Append("# kernels\n").AppendJoin(
            '\n', report.Kernels.Select(k => $"{k.Name} ({k.Kind}{(k.Prepared ? ", prepared" : "")}): {k.Description}")).Append('\n');
        Approved.Compare($"{name}.txt", text.ToString());
    }
}
