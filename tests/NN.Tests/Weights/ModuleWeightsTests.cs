using NeuralJit.Compilation;
using NeuralJit.Tests;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>Saving modules and loading them elsewhere.</summary>
public sealed class ModuleWeightsTests
{
    [Test]
    public void A_saved_module_is_loaded_into_another_and_computes_the_same()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Perceptron(seed: 1), other = Perceptron(seed: 2);
        CompiledFunction function = Compiler.Compile(other.Forward);
        TensorData x = Tensors.Random([2, 3], 3);
        TensorData before = Run(function, x), expected = Run(Compiler.Compile(model.Forward), x);
        model.Save(folder["a"], new Dictionary<string, string> { ["note"] = "first" });
        WeightsReport report = other.Load(folder["a"]);
        SafetensorsFile file = SafetensorsFile.Read(folder["a"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Missing, report.Unexpected), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
            Assert.That(Run(function, x).Bytes.SequenceEqual(expected.Bytes), Is.True, "compiled code sees the new weights");
            Assert.That(before.Bytes.SequenceEqual(expected.Bytes), Is.False);
            Assert.That(file.Entries.Select(e => e.ToString()),
                Is.EqualTo((string[])["\"0.weight\" F32[4,3]", "\"0.bias\" F32[4]", "\"2.weight\" F32[2,4]", "\"2.bias\" F32[2]"]));
            Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["note"] = "first", ["format"] = "pt" }));
        }
    }

    [Test]
    public void Everything_that_does_not_fit_is_listed_and_nothing_changes()
    {
        using var folder = new TemporaryFolder();
        new Sequential(new Linear(3, 4), new ReLU(), new Linear(5, 2), new Linear(2, 2)).Save(folder["a"]);
        Sequential model = Perceptron(seed: 1);
        model.Add(new LayerNorm(2));
        model.Add(new LayerNorm(2));
        byte[][] before = [.. model.NamedVariables().Select(v => v.Variable.Value.Bytes.ToArray())];
        long[] versions = [.. model.NamedVariables().Select(v => v.Variable.Version)];
        GraphException error = Assert.Throws<GraphException>(() => model.Load(folder["a"]))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message.Split('\n'), Is.EqualTo((string[])[
                $"{folder["a"]}: the weights do not fit the Sequential; nothing was changed.",
                "  missing (2): \"4.weight\" f32[2], \"4.bias\" f32[2]",
                "  mismatched (2): \"2.weight\" is f32[2,4] in the module and F32[2,5] in the file, \"3.weight\" is f32[2] in the module "
                + "and F32[2,2] in the file"]));
            Assert.That(
                () => model.Load(folder["a"], strict: false), Throws.TypeOf<GraphException>().With.Message.Contains("mismatched (2)"));
            Assert.That(model.NamedVariables().Select(v => v.Variable.Value.Bytes.ToArray()), Is.EqualTo(before));
            Assert.That(model.NamedVariables().Select(v => v.Variable.Version), Is.EqualTo(versions));
        }
    }

    [Test]
    public void Names_of_a_file_can_be_changed_and_left_out()
    {
        using var folder = new TemporaryFolder();
        Sequential saved = Perceptron(seed: 1), model = Perceptron(seed: 2);
        SafetensorsFile.Write(folder["a"], [.. saved.NamedParameters().Select(
            p => new SafetensorsEntry("module." + p.Name, p.Parameter.Value)), new SafetensorsEntry("epoch", TensorData.From([1], 3f))]);
        WeightsReport report = model.Load(
            folder["a"], rename: name => name == "epoch" ? null : name.Replace("module.", "", StringComparison.Ordinal));
        Assert.That((report.Missing.Count, report.Unexpected.Count), Is.EqualTo((0, 0)));
        Assert.That(model.NamedParameters().Select(p => p.Parameter.Value.Span<float>().ToArray()),
            Is.EqualTo(saved.NamedParameters().Select(p => p.Parameter.Value.Span<float>().ToArray())));
        Assert.That(() => model.Load(folder["a"], rename: name => name[..3]), Throws.TypeOf<GraphException>()
            .With.Message.EqualTo(
                $"{folder["a"]}: rename gives the name \"mod\" to the entries \"module.0.weight\" and \"module.0.bias\""));
        Assert.That(() => model.Load(folder["a"], rename: name => name.ToUpperInvariant()),
            Throws.TypeOf<GraphException>().With.Message.Contains("unexpected (5): \"MODULE.0.WEIGHT\""));
    }

    [Test]
    public void The_counter_of_a_normalisation_may_be_missing_and_keeps_its_value()
    {
        using var folder = new TemporaryFolder();
        Sequential saved = [new BatchNorm1d(3)], model = [new BatchNorm1d(3)];
        ((BatchNorm1d)saved[0]).RunningMean!.Edit<float>(mean => mean.Fill(5));
        SafetensorsFile.Write(folder["a"], saved.NamedVariables().Where(v => v.Name != "0.num_batches_tracked")
            .Select(v => new SafetensorsEntry(v.Name, v.Variable.Value)));
        Assert.That(model.Load(folder["a"]).Missing, Is.EqualTo((string[])["0.num_batches_tracked"]));
        Assert.That(((BatchNorm1d)model[0]).RunningMean!.Value.Span<float>().ToArray(), Is.EqualTo((float[])[5, 5, 5]));
        SafetensorsFile.Write(folder["b"], saved.NamedVariables().Where(v => !v.Name.StartsWith("0.r", StringComparison.Ordinal))
            .Select(v => new SafetensorsEntry(v.Name, v.Variable.Value)));
        Assert.That(
            () => model.Load(folder["b"]), Throws.TypeOf<GraphException>().With.Message.Contains("missing (2): \"0.running_mean\""));
    }

    [Test]
    public void A_file_of_which_nothing_fits_is_refused_even_so()
    {
        using var folder = new TemporaryFolder();
        Perceptron(seed: 1).Save(folder["a"]);
        Sequential model = Perceptron(seed: 2);
        Assert.That(() =>
            model.Load(folder["a"], strict: false, rename: name => "model." + name), Throws.TypeOf<GraphException>().With.Message.EndsWith(
            "none of its names is one of the Sequential; nothing was changed. The file has \"model.0.weight\", the module \"0.weight\": "
            + "say with rename how the one becomes the other"));
    }

    [Test]
    public void What_is_missing_or_unexpected_can_be_ignored()
    {
        using var folder = new TemporaryFolder();
        var saved = new Sequential(new Linear(3, 4, seed: 1), new Tanh(), new Tanh(), new Linear(2, 2));
        saved.Save(folder["a"]);
        Sequential model = Perceptron(seed: 2);
        float[] kept = ((Linear)model[2]).Weight.Value.Span<float>().ToArray();
        GraphException error = Assert.Throws<GraphException>(() => model.Load(folder["a"]))!;
        Assert.That(error.Message, Does.Contain("missing (2): \"2.weight\" f32[2,4], \"2.bias\" f32[2]")
            .And.Contain("unexpected (2): \"3.weight\" F32[2,2], \"3.bias\" F32[2]"));
        WeightsReport report = model.Load(folder["a"], strict: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Missing, Is.EqualTo((string[])["2.weight", "2.bias"]));
            Assert.That(report.Unexpected, Is.EqualTo((string[])["3.weight", "3.bias"]));
            Assert.That(((Linear)model[0]).Weight.Value.Bytes.SequenceEqual(((Linear)saved[0]).Weight.Value.Bytes), Is.True);
            Assert.That(((Linear)model[2]).Weight.Value.Span<float>().ToArray(), Is.EqualTo(kept));
        }
    }

    [TestCase(DType.Float16, DType.Float32)]
    [TestCase(DType.BFloat16, DType.Float32)]
    [TestCase(DType.Float16, DType.Float64)]
    [TestCase(DType.Float32, DType.Float64)]
    [TestCase(DType.Float64, DType.Float32)]
    public void Floats_are_converted(DType from, DType to)
    {
        using var folder = new TemporaryFolder();
        TensorData values = Convert(TensorData.From<double>([4], [0.1, -3, double.PositiveInfinity, 0]), from);
        SafetensorsFile.Write(folder["a"], [new SafetensorsEntry("w", values)]);
        var model = new Holder([("w", new TensorType(to, [4]))]);
        model.Load(folder["a"]);
        Assert.That(model.Parameters().Single().Value.Bytes.SequenceEqual(Convert(values, to).Bytes), Is.True);
    }

    [Test]
    public void Eight_bit_floats_are_converted()
    {
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a"], [SafetensorsEntry.OfBytes("w", SafetensorsDType.F8E4M3, [2], [0x38, 0xB8])]);
        var model = new Holder([("w", new TensorType(DType.Float64, [2]))]);
        model.Load(folder["a"]);
        Assert.That(model.Parameters().Single().Value.Span<double>().ToArray(), Is.EqualTo((double[])[1, -1]));
    }

    [TestCase(DType.Float64, DType.Float32, 1e300)]
    [TestCase(DType.Float32, DType.Int64, 1)]
    [TestCase(DType.Int32, DType.Int64, 1)]
    [TestCase(DType.Int64, DType.Float32, 1)]
    public void Values_that_the_parameter_cannot_hold_are_refused(DType from, DType to, double value)
    {
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a"], [new SafetensorsEntry("w", Convert(TensorData.From<double>([1], [value]), from))]);
        var model = new Holder([("w", new TensorType(to, [1]))]);
        Assert.That(() => model.Load(folder["a"]), Throws.TypeOf<GraphException>()
            .With.Message.Contains(
                $"\"w\" is {to.ShortName}[1] in the module and {from.ShortName.ToUpperInvariant()}[1] in the file, whose values "
                + $"it cannot hold"));
    }

    [Test]
    public void What_is_shared_has_all_its_names_and_may_lack_some()
    {
        using var folder = new TemporaryFolder();
        var shared = new Linear(2, 2, bias: false, seed: 1);
        var model = new Sequential(shared, new Tanh(), shared);
        model.Save(folder["a"]);
        Assert.That(SafetensorsFile.Read(folder["a"]).Entries.Select(e => e.Name), Is.EqualTo((string[])["0.weight", "2.weight"]));
        model.Load(folder["a"]);
        TensorData one = TensorData.From([2, 2], 1, 2, 3, 4), two = TensorData.From([2, 2], 1, 2, 3, 5);
        SafetensorsFile.Write(folder["b"], [new SafetensorsEntry("2.weight", one)]);
        model.Load(folder["b"]);
        Assert.That(shared.Weight.Value.Span<float>().ToArray(), Is.EqualTo((float[])[1, 2, 3, 4]));
        SafetensorsFile.Write(folder["c"], [new SafetensorsEntry("0.weight", one), new SafetensorsEntry("2.weight", two)]);
        Assert.That(() => model.Load(folder["c"]), Throws.TypeOf<GraphException>()
            .With.Message.Contains("\"2.weight\" is the same as \"0.weight\" in the module and has other values in the file"));
    }

    [TestCase("mnist.safetensors", 20, 376_000)]
    [TestCase("multi_layer.safetensors", 9, 4_000)]
    public void A_real_file_of_a_network_with_batch_norm(string name, int entries, int leastParameters)
    {
        SafetensorsFile file = SafetensorsFile.Read(SharedFolder.Find("onnx", "models", "burn_mnist_safetensors", name));
        var model = new Holder(file.Entries.Select(e => (e.Name, e.ToTensor().Type)));
        model.Load(file);
        using var folder = new TemporaryFolder();
        model.Save(folder["again"]);
        SafetensorsFile again = SafetensorsFile.Read(folder["again"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Entries, Has.Count.EqualTo(entries));
            Assert.That(file.Find("norm1.num_batches_tracked")!.ToTensor().Type, Is.EqualTo(new TensorType(DType.Int64, [])));
            Assert.That(model.ParameterCount, Is.GreaterThan(leastParameters));
            Assert.That(again.Entries.OrderBy(e => e.Name).Select(e => e.ToString()),
                Is.EqualTo(file.Entries.OrderBy(e => e.Name).Select(e => e.ToString())));
            Assert.That(again.Entries.All(e => e.Bytes.SequenceEqual(file.Find(e.Name)!.Bytes)), Is.True);
        }
    }

    private static Sequential Perceptron(long seed)
    {
        var model = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2));
        model.Initialize(seed);
        return model;
    }

    private static TensorData Run(CompiledFunction function, TensorData x)
    {
        TensorData y = TensorData.Zeros(new TensorType(DType.Float32, [2, 2]));
        function.Run([x], [y]);
        return y;
    }

    private static TensorData Convert(TensorData values, DType dtype)
    {
        using GraphTrace trace = GraphTrace.Eager();
        return Node.Constant(values).Cast(dtype).Data;
    }
}
