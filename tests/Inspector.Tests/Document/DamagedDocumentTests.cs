using System.Text.Json.Nodes;

namespace NeuralJit.Inspection.Tests;

/// <summary>Reports from elsewhere: whatever stands in them, they are refused with the documented error or shown.</summary>
internal sealed class DamagedDocumentTests
{
    private static readonly string Whole = DocumentJson.Write(DocumentBuilder.Of(Compilations.Compile("mlp-train"), "damaged"));

    [Test]
    public void Each_member_may_be_anything()
    {
        ReportDocument whole = DocumentJson.Read(Whole, "whole.json");
        var paths = new List<string>();
        Collect(JsonNode.Parse(Whole)!, paths);
        string?[] values =
            ["null", "-1", "9223372036854775807", "-9223372036854775808", "1e999", "\"\"", "\"x\"", "[]", "[null]", "{}", "true", null];
        var random = new Random(18);
        int read = 0, refused = 0;
        for (int i = 0; i < 600; i++)
        {
            JsonNode json = JsonNode.Parse(Whole)!;
            Replace(json, paths[random.Next(paths.Count)], values[i % values.Length]);
            string text = json.ToJsonString();
            try
            {
                ReportDocument document = DocumentJson.Read(text, "damaged.json");
                DocumentDiff.Write(document, whole);
                DocumentDiff.Write(whole, document);
                read++;
            }
            catch (InvalidDataException error) when (error.Message.StartsWith("damaged.json", StringComparison.Ordinal))
            {
                refused++;
            }
        }
        Assert.That(read, Is.GreaterThan(50));
        Assert.That(refused, Is.GreaterThan(50));
    }

    [TestCase("stages", "[]", "it has no stages.")]
    [TestCase("kernels", "null", "")]
    [TestCase("kernels", "[null]", "a list in it holds null.")]
    [TestCase("title", "null", "")]
    public void What_is_left_out_is_said(string member, string value, string reason)
    {
        JsonNode json = JsonNode.Parse(Whole)!;
        json[member] = JsonNode.Parse(value);
        Assert.That(() => DocumentJson.Read(json.ToJsonString(), "a.json"),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("a.json is no complete report: " + reason));
    }

    [Test]
    public void Positions_of_what_is_not_there_are_said()
    {
        JsonNode json = JsonNode.Parse(Whole)!;
        json["stages"]![0]!["nodes"]![0] = 999_999;
        Assert.That(() => DocumentJson.Read(json.ToJsonString(), "a.json"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a stage names value 999999, of which there are "));
    }

    private static void Collect(JsonNode node, List<string> paths)
    {
        IEnumerable<(string Name, JsonNode? Child)> children = node switch
        {
            JsonObject members => members.Select(m => (m.Key, m.Value)),
            JsonArray items => items.Take(2).Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach ((string name, JsonNode? child) in children)
        {
            string path = $"{node.GetPath()}|{name}";
            paths.Add(path);
            if (child is not null)
            {
                Collect(child, paths);
            }
        }
    }

    // A path as Collect makes it: where the container is, and the member in it.
    private static void Replace(JsonNode root, string path, string? value)
    {
        string[] parts = path.Split('|');
        JsonNode container = Descendants(root).First(n => n.GetPath() == parts[0]);
        JsonNode? made = value is null or "1e999" ? null : JsonNode.Parse(value);
        if (container is JsonObject members)
        {
            members.Remove(parts[1]);
            if (value is not null)
            {
                members[parts[1]] = made;
            }
        }
        else
        {
            container[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)] = made;
        }
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children =
            node switch { JsonObject members => members.Select(m => m.Value), JsonArray items => items, _ => [] };
        foreach (JsonNode inner in children.OfType<JsonNode>().SelectMany(Descendants))
        {
            yield return inner;
        }
    }
}
