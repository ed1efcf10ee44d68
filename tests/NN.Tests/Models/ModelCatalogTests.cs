using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Models;

/// <summary>The built-in models by name: what holds for each of them, and what their options say.</summary>
public sealed class ModelCatalogTests
{
    private static IEnumerable<string> Names => ModelCatalog.Entries.Select(e => e.Name);

    [TestCaseSource(nameof(Names))]
    public void Gives_a_logit_per_class_for_its_default_input(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        Module model = entry.Create(ModelOptions.Parse(entry, []));
        using GraphTrace trace = GraphTrace.Symbolic();
        Node y = model.Forward(Node.Input("x", new TensorType(DType.Float32, [2, .. entry.InputShape])));
        Assert.That(y.Type.ToString(), Is.EqualTo($"f32[2,{entry.Classes}]"));
    }

    [TestCaseSource(nameof(Names))]
    public void Classes_and_channels_can_be_chosen_where_they_are_options(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        string[] pairs = [.. new[] { (ModelOption.Classes, "classes=7"), (ModelOption.Channels, "channels=2") }
            .Where(o => entry.Takes(o.Item1)).Select(o => o.Item2)];
        Module model = entry.Create(ModelOptions.Parse(entry, pairs));
        Shape input = [2, entry.Takes(ModelOption.Channels) ? 2 : entry.InputShape[0], .. entry.InputShape.Skip(1)];
        using GraphTrace trace = GraphTrace.Symbolic();
        Node y = model.Forward(Node.Input("x", new TensorType(DType.Float32, input)));
        Assert.That(y.Type.ToString(), Is.EqualTo($"f32[2,{(entry.Takes(ModelOption.Classes) ? 7 : entry.Classes)}]"));
    }

    [TestCaseSource(nameof(Names))]
    public void Its_options_survive_as_text_and_its_weights_in_a_file(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        ModelOptions options = ModelOptions.Parse(entry, []);
        ModelOptions again = ModelOptions.Parse(entry, options.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Module model = entry.Create(options), other = entry.Create(again);
        model.Initialize(1);
        other.Initialize(2);
        using var folder = new TemporaryFolder();
        model.Save(folder["a"]);
        other.Load(folder["a"]);
        Assert.That(again.ToString(), Is.EqualTo(options.ToString()));
        Assert.That(other.NamedVariables().Zip(model.NamedVariables()).All(v =>
            v.First.Name == v.Second.Name && v.First.Variable.Value.Bytes.SequenceEqual(v.Second.Variable.Value.Bytes)), Is.True);
    }

    [Test]
    public void Names_are_unique_and_options_listed_once()
    {
        Assert.That(Names, Is.Unique);
        foreach (ModelEntry entry in ModelCatalog.Entries)
        {
            Assert.That(entry.Options.Select(o => o.Name), Is.Unique, entry.Name);
        }
    }

    [Test]
    public void Options_have_their_defaults_and_the_order_of_the_entry()
    {
        ModelEntry mlp = ModelCatalog.Find("mlp");
        ModelOptions options = ModelOptions.Parse(mlp, ["hidden=20,10", "size=8"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.ToString(), Is.EqualTo("channels=1 size=8 classes=10 hidden=20,10"));
            Assert.That((options.Channels, options.Size, options.Classes), Is.EqualTo((1, 8, 10)));
            Assert.That(options.Integers("hidden"), Is.EqualTo((int[])[20, 10]));
            Assert.That(ModelOptions.Parse(mlp, ["hidden="]).Integers("hidden"), Is.Empty);
        }
    }

    [TestCase("width", "'width' is no option; write name=value. It takes channels (channels of the images; 1 by default), size")]
    [TestCase("width=1", "unknown option 'width'. It takes channels")]
    [TestCase("classes=0", "option classes needs a whole number of at least 1, got '0'")]
    [TestCase("classes=1e3", "option classes needs a whole number of at least 1, got '1e3'")]
    [TestCase("classes=99999999999", "option classes needs a whole number of at least 1")]
    [TestCase("hidden=1,,2", "option hidden needs whole numbers of at least 1, separated by commas, got '1,,2'")]
    [TestCase("classes=2 classes=3", "option classes is given twice")]
    public void Wrong_options_are_refused(string pairs, string reason) => Assert.That(
        () => ModelOptions.Parse(ModelCatalog.Find("mlp"), pairs.Split(' ')),
            Throws.TypeOf<GraphException>().With.Message.StartsWith("model mlp: ").And.Message.Contains(reason));

    [Test]
    public void Unknown_names_are_answered_with_those_that_there_are() => Assert.That(
        () => ModelCatalog.Find("nope"),
            Throws.TypeOf<GraphException>().With.Message.StartsWith("unknown model 'nope'; the built-in models are mlp"));

    [Test]
    public void Sizes_beyond_all_bounds_are_refused() => Assert.That(
        () => ModelCatalog.Find("mlp").Create(ModelOptions.Parse(ModelCatalog.Find("mlp"), ["size=100000"])),
            Throws.TypeOf<ShapeException>());

    [TestCaseSource(nameof(Names))]
    public void Options_are_checked_against_a_file_before_a_model_is_made_of_them(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        using var folder = new TemporaryFolder();
        ModelOptions options = ModelOptions.Parse(entry, []);
        entry.Create(options).Save(folder["a"]);
        SafetensorsFile file = SafetensorsFile.Read(folder["a"]);
        entry.CheckFits(file, options);
        foreach (ModelOption option in entry.Options)
        {
            string[] lies = option.Kind == ModelOptionKind.Integer ? ["30000", "2"] : ["100000", "256,256", "257", ""];
            foreach (string lie in lies)
            {
                Assert.That(() => entry.CheckFits(file, ModelOptions.Parse(entry, [$"{option.Name}={lie}"])),
                    Throws.InstanceOf<GraphException>(), $"{option.Name}={lie}");
            }
        }
    }

    // What the check looks at is what the model has; a weight that options change and that is not looked at would be believed.
    [TestCaseSource(nameof(Names))]
    public void The_weights_that_options_decide_are_known_before_the_model_is_made(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        string[] changed = [.. entry.Options.Select(o => $"{o.Name}={(o.Kind == ModelOptionKind.Integers ? "3,5" : "4")}")];
        ModelOptions options = ModelOptions.Parse(entry, changed);
        Dictionary<string, Shape> before = Shapes(entry, ModelOptions.Parse(entry, [])), after = Shapes(entry, options);
        (string Name, Shape Shape)[] known = [.. entry.Shapes(options)];
        Assert.That(known.All(k => after[k.Name].Equals(k.Shape)), Is.True, string.Join(", ", known));
        string[] depending =
            [.. after.Where(a => a.Value.Rank > 1 && !(before.TryGetValue(a.Key, out Shape? b) && b.Equals(a.Value))).Select(a => a.Key)];
        Assert.That(depending, Is.SubsetOf(known.Select(k => k.Name)));
    }

    private static Dictionary<string, Shape> Shapes(ModelEntry entry, ModelOptions options) =>
        entry.Create(options).NamedVariables().ToDictionary(v => v.Name, v => v.Variable.Shape);

    [Test]
    public void Options_may_be_any_text()
    {
        string[] pieces = ["hidden", "classes", "channels", "size", "=", "=", ",", "-", "0", "1", "16", "2147483647", "99999999999",
            "\u001b[2J", " ", "x", "1e3", "0x10", "\u0663"];
        var random = new Random(19);
        for (int i = 0; i < 2000; i++)
        {
            ModelEntry entry = ModelCatalog.Entries[random.Next(ModelCatalog.Entries.Count)];
            string[] pairs = [.. Enumerable.Range(0, random.Next(4))
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)])))];
            try
            {
                ModelOptions options = ModelOptions.Parse(entry, pairs);
                _ = entry.Shapes(options).ToArray();
            }
            catch (GraphException)
            {
                // As documented.
            }
        }
    }
}
