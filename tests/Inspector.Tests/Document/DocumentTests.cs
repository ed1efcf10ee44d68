using NeuralJit.Compilation;

namespace NeuralJit.Inspection.Tests;

/// <summary>Report documents: everything in them refers to something that is there, and JSON loses nothing.</summary>
internal sealed class DocumentTests
{
    private static ReportDocument Make(string name)
    {
        CompiledProgram program = Compilations.Compile(name);
        return DocumentBuilder.Of(program, name, program.Profile(2));
    }

    [TestCaseSource(typeof(Compilations), nameof(Compilations.Names))]
    public void All_references_lead_to_something(string name)
    {
        ReportDocument document = Make(name);
        foreach (DocumentStage stage in document.Stages)
        {
            var seen = new HashSet<int>();
            foreach (DocumentNode node in stage.Nodes.Select(n => document.Nodes[n]))
            {
                Assert.That(node.Inputs.Distinct(), Is.SubsetOf(seen), $"{stage.Name}: {node.Text}");
                Assert.That(seen.Add(node.Id), Is.True, $"{stage.Name}: {node.Text}");
                Assert.That(node.Text, Does.StartWith($"%{node.Id} = {node.Op} {node.Type}"));
                Assert.That(node.Origins.All(o => o < document.Origins.Count), Is.True);
            }
            Assert.That(stage.Outputs.Distinct(), Is.SubsetOf(seen), stage.Name);
            Assert.That(stage.Updates.Select(u => u.Value).Distinct(), Is.SubsetOf(seen), stage.Name);
        }
        int[] last = [.. document.Stages[^1].Nodes.Select(n => document.Nodes[n].Id)];
        Assert.That(document.Kernels.SelectMany(k => k.Nodes.Concat(k.Loads.Select(l => l.Node)).Concat(k.Stores.Select(s => s.Node)))
            .Distinct(), Is.SubsetOf(last));
        Assert.That(document.Memory.Buffers.Select(b => b.Node).Distinct(), Is.SubsetOf(last));
        Assert.That(document.Fusion.All(
            f => document.Kernels[f.From].Nodes.Contains(f.Producer) && document.Kernels[f.To].Nodes.Contains(f.Consumer)), Is.True);
        Assert.That(document.Profile!.Kernels.Select(k => k.Kernel), Is.EqualTo(document.Memory.Steps));
    }

    [Test]
    public void Deep_graphs_are_written_in_every_form_on_a_small_stack()
    {
        Exception? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                WriteEveryForm(2000);
            }
            catch (Exception caught)
            {
                error = caught;
            }
        }, 256 << 10);
        thread.Start();
        thread.Join();
        Assert.That(error, Is.Null);
    }

    private static void WriteEveryForm(int depth)
    {
        CompiledProgram program = Compiler.Compile(x =>
        {
            Node y = Enumerable.Range(0, depth)
                .Aggregate(x, (y, i) => (i % 8) == 0 ? y + new Parameter(TensorData.Zeros(y.Type)).Read() : y.Tanh());
            return Gradients.Of(y.Sum(), x)[0];
        }).For([8]);
        ReportDocument document = DocumentBuilder.Of(program, "deep", program.Profile(2));
        string json = DocumentJson.Write(document);
        Assert.That(DocumentJson.Write(DocumentJson.Read(json, "deep")), Is.EqualTo(json));
        Assert.That(TextReport.Write(document), Does.StartWith("deep\n"));
        Assert.That(DocumentDiff.Write(document, document), Does.Contain("no difference"));
        HtmlPage.Write(TextWriter.Null, [json]);
    }

    [TestCaseSource(typeof(Compilations), nameof(Compilations.Names))]
    public void Json_is_read_again_as_it_was_written(string name)
    {
        string json = DocumentJson.Write(Make(name), indented: true);
        Assert.That(DocumentJson.Write(DocumentJson.Read(json, "report.json"), indented: true), Is.EqualTo(json));
    }

    [TestCaseSource(typeof(Compilations), nameof(Compilations.Names))]
    public void Each_value_and_each_text_of_code_is_there_once_and_whole(string name)
    {
        CompiledProgram program = Compilations.Compile(name);
        ReportDocument document = DocumentBuilder.Of(program, name);
        Assert.That(document.Nodes.Select(n => $"{n.Text} {string.Join(' ', n.Origins)}"), Is.Unique);
        Assert.That(document.Code, Is.Unique);
        Assert.That(document.Kernels.Select(document.SourceOf), Is.EqualTo(program.Report.Kernels.Select(k => k.Source)));
    }

    [Test]
    public void Kernels_that_differ_in_their_names_only_share_their_code()
    {
        ReportDocument document = DocumentBuilder.Of(Compilations.Compile("mlp-train"));
        Assert.That(document.Code, Has.Count.LessThan(document.Kernels.Count(k => k.Code is not null)));
    }

    [Test]
    public void Gradients_name_the_origin_of_what_they_are_gradients_of()
    {
        ReportDocument document = Make("mlp-train");
        DocumentNode[] gradients = [.. document.Stages[^1].Nodes.Select(n => document.Nodes[n]).Where(n => n.Gradient)];
        Assert.That(gradients, Is.Not.Empty);
        Assert.That(gradients.All(n => document.Origins[n.Origins[0]].GradientOf is not null), Is.True);
    }

    [Test]
    public void The_source_around_each_place_is_there()
    {
        ReportDocument document = Make("mlp-train");
        DocumentOrigin[] places = [.. document.Origins.Where(o => o.File == "Compilations.cs")];
        Assert.That(places.Select(LineOf), Has.Some.Contain("model.Forward").And.Some.Contain("chosen.Step"));

        string LineOf(DocumentOrigin origin)
        {
            DocumentSource source = document.Sources.Single(
                s => s.File == origin.File && s.First <= origin.Line && origin.Line < s.First + s.Lines.Count);
            return source.Lines[origin.Line!.Value - source.First];
        }
    }

    [TestCase(1, 0)]
    [TestCase(3, 2)]
    [TestCase(105, 100)]
    public void Only_the_first_call_is_no_recompile(int shapes, int recompiles)
    {
        CompiledFunction function = Compiler.Compile(x => x.Exp());
        CompiledProgram program = Enumerable.Range(1, shapes).Select(n => function.For([n])).ToArray()[^1];
        Assert.That(DocumentBuilder.Of(program, history: function.History).Recompiles, Has.Count.EqualTo(recompiles));
    }

    [TestCase("", "is no complete report")]
    [TestCase("{", "is no complete report")]
    [TestCase("[]", "is no report")]
    [TestCase("""{"format":"other","version":1}""", "is no report")]
    [TestCase("""{"format":"neuraljit-report"}""", "of version (none)")]
    [TestCase("""{"format":"neuraljit-report","version":99}""", "of version 99, this NeuralJit reads version 1")]
    [TestCase("""{"format":"neuraljit-report","version":1}""", "is no complete report")]
    public void A_file_that_is_no_report_is_refused_with_what_to_do(string json, string message) =>
        Assert.That(() => DocumentJson.Read(json, "old.json"),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("old.json ").And.Message.Contains(message));

    [Test]
    public void Cut_reports_are_refused_wherever_they_are_cut()
    {
        string json = DocumentJson.Write(Make("mlp"));
        for (int length = 0; length < json.Length; length += Math.Max(1, json.Length / 200))
        {
            Assert.That(() => DocumentJson.Read(json[..length], "cut.json"), Throws.TypeOf<InvalidDataException>(), $"{length} characters");
        }
    }
}
