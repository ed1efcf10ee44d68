using System.Text.Json;

namespace NeuralJit.Inspection.Tests;

public class ModelTests : ModuleFixture
{
    // Three values of two stages: 2 reads other inputs after the pass, 3 is new, 1 is gone. 2 is the gradient of 0.
    private const string Document = """
        {
          "format": "neuraljit-report", "version": 1,
          "origins": [{ "module": "fc", "file": "Net.cs", "line": 12, "path": "/src/Net.cs" }, { "module": "fc", "gradientOf": 0 }],
          "sources": [{ "file": "Net.cs", "path": "/src/Net.cs", "first": 10, "lines": ["a", "b", "c", "d"] }],
          "nodes": [
            { "id": 0, "op": "input", "kind": "input", "type": "f32[2]", "inputs": [], "origins": [0] },
            { "id": 1, "op": "neg", "kind": "op", "type": "f32[2]", "inputs": [0], "origins": [] },
            { "id": 2, "op": "add", "kind": "op", "type": "f32[2]", "inputs": [1, 0], "origins": [1], "gradient": true, "flops": 2 },
            { "id": 2, "op": "add", "kind": "op", "type": "f32[2]", "inputs": [3, 0], "origins": [1], "gradient": true, "flops": 2 },
            { "id": 3, "op": "abs", "kind": "op", "type": "f32[2]", "inputs": [0], "flops": 0 }
          ],
          "stages": [{ "name": "written", "nodes": [0, 1, 2] }, { "name": "optimized", "nodes": [0, 4, 3] }],
          "kernels": [{ "name": "k0", "kind": "loop", "nodes": [3, 2] }],
          "profile": { "kernels": [{ "kernel": 0, "medianMicroseconds": 8, "minMicroseconds": 7 }] }
        }
        """;

    [TestCase("m.lastStage", "1")]
    [TestCase("m.nodesOf(0).map(r => r.id)", "[0,1,2]")]
    [TestCase("m.nodesOf(1).map(r => r.id)", "[0,3,2]")]
    [TestCase("m.recordOf(0, 2).inputs", "[1,0]")]
    [TestCase("m.recordOf(1, 2).inputs", "[3,0]")]
    [TestCase("m.recordOf(1, 1)", "null")]
    [TestCase("m.findRecord(1).op", "\"neg\"")]
    [TestCase("m.findRecord(7)", "null")]
    [TestCase("m.usersOf(0, 0).map(r => r.id)", "[1,2]")]
    [TestCase("m.usersOf(1, 2)", "[]")]
    [TestCase("m.stagesOf(3)", "[1]")]
    [TestCase("m.firstStageOf(3)", "1")]
    [TestCase("m.kernelOf(2).name", "\"k0\"")]
    [TestCase("m.kernelOf(0)", "null")]
    [TestCase("m.origin(m.recordOf(1, 0)).line", "12")]
    [TestCase("m.moduleOf(m.recordOf(1, 3))", "\"\"")]
    [TestCase("m.sourceOf(m.origins[0]).lines[12 - 10]", "\"c\"")]
    [TestCase("m.sourceOf(m.origins[1])", "null")]
    [TestCase("m.gradientsOf(0)", "[2]")]
    [TestCase("m.forwardOf(2)", "[0]")]
    [TestCase("m.forwardOf(0)", "[]")]
    // 8 µs shared out by 1 + FLOPs: 3 parts of 4, and 1.
    [TestCase("[m.timeOf(2), m.timeOf(3), m.timeOf(0)]", "[6,2,null]")]
    [TestCase("m.kernelTime", "8")]
    public async Task Look_ups_of_a_report(string call, string expected)
    {
        JsonElement answer = await Page.RunAsync<JsonElement>(
            $"const {{ parseReport }} = await load('#model'); const m = parseReport(argument); return JSON.stringify({call});", Document);
        Assert.That(answer.GetString(), Is.EqualTo(expected));
    }

    // Ten FLOPs for 1 + 30 bytes: the first peaks leave the bytes as the limit, the second the arithmetic. Each value counts one more.
    [TestCase(1000, 1, "8,24")]
    [TestCase(1, 1000, "29.1,2.91")]
    public async Task Time_is_shared_out_by_what_limits_the_kernel(double gflops, double gbs, string expected)
    {
        string text = await Page.RunAsync<string>("""
            const { parseReport } = await load('#model');
            const node = (id, flops, bytes) => ({ id, op: 'abs', kind: 'op', inputs: [], flops, bytes });
            const m = parseReport(JSON.stringify({ format: 'neuraljit-report', version: 1, nodes: [node(0, 9, 9), node(1, 0, 29)], stages: [{ nodes: [0, 1] }],
              kernels: [{ name: 'k0', nodes: [0, 1], flops: 9, bytesRead: 38 }],
              profile: { peakGflops: argument[0], peakGbs: argument[1], kernels: [{ kernel: 0, medianMicroseconds: 32 }] } }));
            return [m.timeOf(0), m.timeOf(1)].map(time => Number(time.toPrecision(3))).join(',');
            """, new[] { gflops, gbs });
        Assert.That(text, Is.EqualTo(expected));
    }

    [TestCase("{", "is not valid JSON", TestName = "Broken JSON is refused")]
    [TestCase("{}", "is no NeuralJit report: \"format\" should be \"neuraljit-report\", is absent", TestName = "Other JSON is refused")]
    [TestCase("null", "is no NeuralJit report", TestName = "JSON without members is refused")]
    [TestCase("{\"format\":\"neuraljit-report\",\"version\":2}", "version 2, this page reads version 1. Open it with a newer NeuralJit",
        TestName = "A newer version is refused")]
    [TestCase("{\"format\":\"neuraljit-report\"}", "Write it again", TestName = "A missing version is refused")]
    public async Task What_is_no_report_is_refused(string text, string expected)
    {
        string message = await Page.RunAsync<string>(
            "const { parseReport } = await load('#model'); try { parseReport(argument); return ''; } catch (error) { return "
            + "error.message; }", text);
        Assert.That(message, Does.Contain(expected));
    }

    [Test]
    public async Task The_difference_of_two_stages_names_what_became_of_each_value()
    {
        JsonElement rows = await Page.RunAsync<JsonElement>("""
            const { parseReport } = await load('#model');
            const { stageDifference, countKinds } = await load('#passes/difference');
            const { differenceContent } = await load('#graph/content');
            const m = parseReport(argument);
            const rows = stageDifference(m, 1);
            const graph = differenceContent(m, 1, 'show').nodes.map(node => `${node.id} ${node.status}`);
            return [rows.map(row => `${row.id} ${row.kind}`).join(), JSON.stringify(countKinds(rows)), graph.join(), JSON.stringify(countKinds(stageDifference(m, 0)))];
            """, Document);
        Assert.That(rows.EnumerateArray().Select(e => e.GetString()),
            Is.EqualTo(["0 same,1 gone,3 new,2 changed", """{"same":1,"changed":1,"new":1,"gone":1}""", "0 same,3 new,2 changed,1 gone",
                """{"same":3,"changed":0,"new":0,"gone":0}"""]));
    }

    [TestCase("a b c", "a x c", "a [b] c | a [x] c")]
    [TestCase("a b", "a b", "a b | a b")]
    [TestCase("a", "b", "[a] | [b]")]
    [TestCase("a b", "a c b", "a b | a [c ]b")]
    public async Task Differing_words_are_marked(string before, string after, string expected)
    {
        string marked = await Page.RunAsync<string>("""
            const { differingWords } = await load('#passes/difference');
            return differingWords(...argument).map(pieces => pieces.map(p => p.differs ? `[${p.text}]` : p.text).join('')).join(' | ');
            """, new[] { before, after });
        Assert.That(marked, Is.EqualTo(expected));
    }

    [TestCase("relu", 0)]
    [TestCase("add", 1)]
    [TestCase("ADD f32", 1)]
    [TestCase("%3", 1)]
    [TestCase("%1", 0)]
    [TestCase("fc", 2)]
    [TestCase("net.cs input", 1)]
    [TestCase("  ", 0)]
    public async Task Search_finds_values_by_all_words(string query, int expected)
    {
        int found = await Page.RunAsync<int>("""
            const { parseReport } = await load('#model');
            const { search } = await load('#graph/search');
            const m = parseReport(argument.document);
            return search(m, m.nodesOf(1), argument.query).length;
            """, new { document = Document, query });
        Assert.That(found, Is.EqualTo(expected));
    }
}
