using System.Text.Json;

namespace NeuralJit.Inspection.Tests;

/// <summary>Laws of the graph's layout, over random graphs in nested groups, some open and some closed.</summary>
public class LayoutTests : ModuleFixture
{
    private static IEnumerable<RandomGraph> Graphs => [new(1, 1), new(2, 2), new(3, 12),
        .. Enumerable.Range(4, 8).Select(seed => new RandomGraph(seed, 20 + (17 * seed))), new(12, 1500)];

    [TestCaseSource(nameof(Graphs))]
    public Task No_line_goes_up(RandomGraph graph) => AssertNone(graph, """
        return scene.lines.filter(line => line.points.some((y, i) => i % 2 === 1 && i > 1 && y < line.points[i - 2] - 1e-6)).map(line => JSON.stringify(line.points));
        """);

    [TestCaseSource(nameof(Graphs))]
    public Task Lines_begin_below_and_end_above_their_boxes(RandomGraph graph) => AssertNone(graph, """
        const touches = (x, box) => x >= box.x - 1e-6 && x <= box.x + box.width + 1e-6;
        const near = (a, b) => Math.abs(a - b) < 1e-6;
        return scene.lines.filter(line => {
          const [x0, y0] = line.points;
          const [x1, y1] = line.points.slice(-2);
          return (line.from && !(touches(x0, line.from) && near(y0, line.from.y + line.from.height))) || (line.to && !(touches(x1, line.to) && near(y1, line.to.y)));
        }).map(line => JSON.stringify(line.points));
        """);

    [TestCaseSource(nameof(Graphs))]
    public Task Boxes_of_a_frame_do_not_overlap_and_lie_inside(RandomGraph graph) => AssertNone(graph, """
        const wrong = [];
        const frames = new Map();
        for (const box of scene.boxes) frames.set(box.parent, [...(frames.get(box.parent) ?? []), box]);
        for (const [frame, boxes] of frames) {
          for (const b of boxes) if (frame.parent && (b.x < frame.x || b.y < frame.y || b.x + b.width > frame.x + frame.width + 1e-6 || b.y + b.height > frame.y + frame.height + 1e-6)) wrong.push(`${b.item.key} sticks out`);
          for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1))
            if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) wrong.push(`${a.item.key} overlaps ${b.item.key}`);
        }
        return wrong;
        """);

    [TestCaseSource(nameof(Graphs))]
    public Task Every_edge_between_boxes_is_on_a_line_of_each_level(RandomGraph graph) => AssertNone(graph, """
        const drawn = new Map();
        for (const line of scene.lines) for (const pair of line.pairs) drawn.set(pair.join(), [...(drawn.get(pair.join()) ?? []), line]);
        return argument.nodes.flatMap(node => node.inputs.filter(input => {
          const [from, to] = [scene.boxOf(input), scene.boxOf(node.id)];
          const lines = drawn.get([input, node.id].join()) ?? [];
          // The pieces, put together by their ends, lead from one box to the other.
          return from === to ? lines.length > 0 : !(lines.some(l => l.from === from) && lines.some(l => l.to === to));
        }).map(input => `${input} to ${node.id}`));
        """);

    [TestCaseSource(nameof(Graphs))]
    public Task The_same_graph_has_the_same_layout(RandomGraph graph) => AssertNone(graph, """
        const text = s => JSON.stringify([s.boxes.map(b => [b.item.key, b.x, b.y, b.width, b.height]), s.lines.map(l => l.points)]);
        return text(scene) === text(make()) ? [] : ['differs'];
        """);

    [TestCase(100, 5000)]
    [TestCase(5000, 100)]
    public async Task The_whole_graph_lies_between_the_buttons_and_the_colours(int width, int height)
    {
        double[] edges = await Page.RunAsync<double[]>("""
            const { Camera } = await load('#graph/camera');
            const camera = Object.assign(new Camera(), { width: 800, height: 600 });
            camera.showAll(argument);
            return [-camera.y * camera.scale, (argument.height - camera.y) * camera.scale];
            """, new { width, height });
        Assert.That(edges[0], Is.AtLeast(40), "below the buttons");
        Assert.That(edges[1], Is.AtMost(600 - 44), "above the colours");
    }

    // Far away, titles are larger than what they name: that of a low frame at the top of another would lie over the other's.
    [TestCase(10, 210, 1)]
    [TestCase(700, 210, 2)]
    [TestCase(10, 1000, 2)]
    public async Task A_title_covers_no_other(int y, int height, int titles)
    {
        int drawn = await Page.RunAsync<int>("""
            const [{ drawScene }, { Camera }] = [await load('#graph/painter'), await load('#graph/camera')];
            const titles = [];
            const context = new Proxy({ canvas: { width: 800, height: 600 } }, {
              get: (target, name) => name in target ? target[name] : name === 'translate' ? (...at) => { titles.push(at); } : () => {},
              set: () => true,
            });
            const frame = (x, y, width, height, depth) => ({ x, y, width, height, depth, isOpen: true, item: {} });
            const scene = { lines: [], boxes: [frame(0, 0, 3000, 2000, 1), frame(10, argument[0], 1500, argument[1], 2)] };
            const palette = { css: () => '#000', mix: () => '#000' };
            drawScene(context, scene, Object.assign(new Camera(), { width: 800, height: 600, scale: 0.15 }),
              { palette, labels: { of: () => ({ title: 'title' }), widthOf: () => 40 }, lineIsNear: () => false, selected: null, found: null });
            return titles.length;
            """, new[] { y, height });
        Assert.That(drawn, Is.EqualTo(titles));
    }

    [Test]
    public async Task A_cycle_is_refused()
    {
        string message = await Page.RunAsync<string>("""
            const { topologicalOrder } = await load('#graph/layers');
            try { topologicalOrder(3, [{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 1 }]); return 'nothing'; } catch (error) { return error.message; }
            """);
        Assert.That(message, Does.Contain("cycle through vertex 1"));
    }

    [Test]
    public async Task Crossings_are_counted()
    {
        int count = await Page.RunAsync<int>("""
            const { crossings } = await load('#graph/ordering');
            const rows = [[0, 1, 2], [3, 4, 5]];
            return crossings(rows, [[0, 5], [1, 4], [2, 3]].map(([from, to]) => ({ from, to })), [0, 1, 2, 0, 1, 2]);
            """);
        Assert.That(count, Is.EqualTo(3));
    }

    private async Task AssertNone(RandomGraph graph, string violations)
    {
        string[] found = (await Page.RunAsync<JsonElement>(RandomGraph.LayOut + violations, graph.Argument())).EnumerateArray()
            .Select(e => e.GetString()!).ToArray();
        Assert.That(found, Is.Empty);
    }
}
