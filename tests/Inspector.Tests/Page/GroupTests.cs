using System.Text.Json;

namespace NeuralJit.Inspection.Tests;

/// <summary>Groups are cut so that no cycle arises between them, and only where one would.</summary>
public class GroupTests : ModuleFixture
{
    // Edges as "from>to" by the names of values; the first letter is the group, "." is alone. What is expected are the parts in order.
    private static readonly object[] Cuts =
    [
        new[] { "a1>a2 a2>b1 b1>b2", "a1a2 b1b2" },
        new[] { "a1>b1 b1>a2", "a1 b1 a2" },
        new[] { "a1>b1 b2>a2", "a1 b1b2 a2" },
        new[] { "a1>.1 .1>b1 a1>b1", "a1 .1 b1" },
        new[] { "a1>.1 .1>a2 a1>a2", "a1 .1 a2" },
        new[] { ".1>a1 .1>b1 a1>b2 b1>b2", ".1 a1 b1b2" },
    ];

    [TestCaseSource(nameof(Cuts))]
    public async Task Parts_are_as_large_as_they_can_be(string edges, string expected)
    {
        string parts = await Page.RunAsync<string>("""
            const { convexParts } = await load('#graph/groups');
            const edges = argument.split(' ').map(edge => edge.split('>'));
            const nodes = [...new Set(edges.flat())].sort((a, b) => reaches(b, a) - reaches(a, b)).map(id => ({ id, inputs: edges.filter(e => e[1] === id).map(e => e[0]) }));
            function reaches(a, b) { return Number(edges.some(([from, to]) => from === a && (to === b || reaches(to, b)))); }
            return convexParts(nodes, node => node.id[0] === '.' ? null : node.id[0]).map(part => part.map(node => node.id).sort().join('')).join(' ');
            """, edges);
        Assert.That(parts, Is.EqualTo(expected));
    }

    [Test]
    public async Task Between_the_items_of_every_group_all_edges_go_forward([Range(1, 6)] int seed)
    {
        JsonElement backward = await Page.RunAsync<JsonElement>(RandomGraph.LayOut + """
            const root = groupTree(model, content, 'module');
            return [root, ...groupsBelow(root)].flatMap(group => {
              const place = new Map(group.children.flatMap((child, i) => (child.node ? [child.node] : child.nodes).map(node => [node.id, i])));
              return group.nodes.flatMap(node => node.inputs.filter(input => place.get(input) > place.get(node.id)).map(input => `${input} to ${node.id} in ${group.key}`));
            });
            """, new RandomGraph(seed, 200).Argument());
        Assert.That(backward.GetArrayLength(), Is.Zero, backward.ToString());
    }

    // Six updates w = w - rate * dw: what they share stands beside them, the gradients dw stay outside.
    [Test]
    public async Task Updates_of_variables_are_a_group_with_one_for_each_variable()
    {
        JsonElement tree = await Page.RunAsync<JsonElement>("""
            const { groupTree } = await load('#graph/groups');
            const { ReportModel } = await load('#model');
            const node = (id, inputs, more) => ({ id, inputs, leaves: [], record: { id, op: 'op', kind: 'op', type: 'f32[]', inputs, ...more } });
            const rate = node(0, [], { kind: 'constant' });
            const steps = Array.from({ length: 6 }, (_, i) => [node(10 * i + 1, [], { gradient: true }), node(10 * i + 2, [10 * i + 1, 0]), node(10 * i + 3, [10 * i + 2])]);
            const updates = steps.map((_, i) => ({ variable: `w${i}`, value: 10 * i + 3 }));
            const root = groupTree(new ReportModel({}), { nodes: [rate, ...steps.flat()], updates }, 'module');
            const group = root.children.find(child => child.children);
            return [root.children.filter(child => child.node).map(child => child.key).join(), group.label, group.children.map(child => child.label ?? child.key).join()];
            """);
        Assert.That(
            tree.EnumerateArray().Select(e => e.GetString()), Is.EqualTo(["%1,%11,%21,%31,%41,%51", "updates", "%0,w0,w1,w2,w3,w4,w5"]));
    }

    [Test]
    public async Task Every_value_is_in_the_tree_once([Range(1, 3)] int seed)
    {
        int[] ids = await Page.RunAsync<int[]>(RandomGraph.LayOut + """
            const root = groupTree(model, content, 'module');
            return [root, ...groupsBelow(root)].flatMap(group => group.children.filter(child => child.node).map(child => child.node.id));
            """, new RandomGraph(seed, 150).Argument());
        Assert.That(ids, Is.EquivalentTo(Enumerable.Range(0, 150)));
    }
}
