namespace NeuralJit.Inspection.Tests;

/// <summary>A random graph without cycles for the page's layout: values with inputs, and a group path for each.</summary>
public sealed record RandomGraph(int Seed, int Nodes)
{
    /// <summary>
    /// Makes the tree that the page lays out of a random graph: <c>argument.nodes</c> are [{ id, inputs, path }], paths being texts such as
    /// "a.b". The script leaves <c>model</c>, <c>content</c>, <c>scene</c>, and <c>make()</c>, which makes the scene again.
    /// </summary>
    public const string LayOut = """
        const { groupTree, groupsBelow } = await load('#graph/groups');
        const { layoutScene } = await load('#graph/scene');
        const { ReportModel } = await load('#model');
        const paths = [...new Set(argument.nodes.map(n => n.path))];
        const model = new ReportModel({
          origins: paths.map(module => ({ module })),
          nodes: argument.nodes.map(n => ({ id: n.id, op: 'op', kind: 'op', type: 'f32[]', inputs: n.inputs, origins: [paths.indexOf(n.path)] })),
        });
        const content = { nodes: model.records.map(record => ({ id: record.id, record, inputs: record.inputs, leaves: [] })), updates: [] };
        const run = generator => { for (;;) { const { done, value } = generator.next(); if (done) return value; } };
        const make = () => {
          const root = groupTree(model, content, 'module');
          const isClosed = group => (group.key.length + argument.seed) % 3 === 0;
          return run(layoutScene(root, isClosed, item => ({ width: 60 + 7 * (item.key.length % 9), height: item.node ? 30 : 44 }), () => 80));
        };
        const scene = make();

        """;

    /// <summary>The graph as the argument of the script.</summary>
    public object Argument()
    {
        var random = new Random(Seed);
        string[] paths = ["", "a", "a.b", "a.b.c", "d", "d.e"];
        return new
        {
            seed = Seed,
            nodes = Enumerable.Range(0, Nodes).Select(id => new
            {
                id,
                // Neighbours mostly share a module, as they do in models; some inputs come from far.
                inputs = Enumerable.Range(0, id == 0 ? 0 : random.Next(1, 4))
                    .Select(_ => random.Next(4) == 0 ? random.Next(id) : Math.Max(0, id - random.Next(1, 5))).Distinct().ToArray(),
                path = paths[(id / 7 + (random.Next(5) == 0 ? 1 : 0)) % paths.Length],
            }).ToArray(),
        };
    }
}
