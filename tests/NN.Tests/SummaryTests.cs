using NeuralJit.NN;

namespace NeuralJit.Tests;

/// <summary>The table of a model's parts, and the parameters of modules of unknown class.</summary>
public sealed class SummaryTests
{
    [Test]
    public void A_chain_is_listed_with_shapes_parameters_and_operations()
    {
        var model = new Sequential(new Conv2d(1, 4, 3), new ReLU(), new Flatten(), new Linear(144, 10, bias: false));
        Assert.That(model.Summary([1, 8, 8], batch: 2).ReplaceLineEndings("\n"), Is.EqualTo("""
                        output        parameters   FLOP
            0  Conv2d   f32[2,4,6,6]          40  5,472
            1  ReLU     f32[2,4,6,6]                288
            2  Flatten  f32[2,144]
            3  Linear   f32[2,10]          1,440  5,760
            f32[2,1,8,8] → f32[2,10]; 1,480 parameters to train, 11,520 FLOP

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Every_built_in_model_has_one_whose_parameters_add_up()
    {
        foreach (ModelEntry entry in ModelCatalog.Entries)
        {
            Module model = entry.Create(ModelOptions.Parse(entry, []));
            string[] lines = model.Summary(entry.InputShape).TrimEnd().Split('\n');
            long sum = lines[1..^1].Sum(l => System.Text.RegularExpressions.Regex.Match(l, @"\] +([0-9,]+)(?= |$)") is { Success: true } m
                && HasOwn(model, l.Split(' ')[0])
                ? long.Parse(m.Groups[1].Value, System.Globalization.NumberStyles.AllowThousands,
                    System.Globalization.CultureInfo.InvariantCulture) : 0);
            Assert.That(sum, Is.EqualTo(model.ParameterCount), entry.Name);
            Assert.That(lines[^1], Does.Contain(
                $" {model.ParameterCount.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} parameters to train"));
        }

        static bool HasOwn(Module model, string path) => model.NamedParameters().Any(p => p.Name[..p.Name.LastIndexOf('.')] == path);
    }

    [Test]
    public void A_model_without_parts_is_a_line_itself() =>
        Assert.That(new Linear(3, 2).Summary([3]), Does.Contain("Linear  f32[1,2]").And.Contain("f32[1,3] → f32[1,2]; 8 parameters"));

    [Test]
    public void What_does_not_fit_is_refused_with_the_module() =>
        Assert.That(() => new Sequential(new Linear(3, 2)).Summary([4]), Throws.TypeOf<ShapeException>().With.Message.Contains("at 0 · "));

    [Test]
    public void Parameters_of_a_module_of_unknown_class_are_called_by_name()
    {
        var layer = new Linear(3, 2);
        Module module = layer, none = new ReLU();
        Assert.That(new Sequential(layer)[0].Weight, Is.SameAs(layer.Weight));
        Assert.That(module.Bias, Is.SameAs(layer.Bias));
        Assert.That(() => none.Weight,
            Throws.TypeOf<GraphException>().With.Message.Contains("ReLU: there is no parameter or state \"weight\"; there are none"));
    }

    [Test]
    public void A_linear_layer_takes_its_element_type_alone()
    {
        var layer = new Linear(3, 2, DType.Float64);
        Assert.That((layer.Weight.Type, layer.Bias!.DType), Is.EqualTo((new TensorType(DType.Float64, [2, 3]), DType.Float64)));
    }

    [Test]
    public void A_sample_with_a_batch_is_told() =>
        Assert.That(() => new Sequential(new Conv2d(1, 2, 3)).Summary([1, 1, 8, 8]),
            Throws.TypeOf<ShapeException>().With.Message.Contains("Conv2d: expected 4 dimensions")
            .And.Message.EndsWith("the input was f32[1,1,1,8,8], for a summary takes the shape of one sample and adds the batch"));
}
