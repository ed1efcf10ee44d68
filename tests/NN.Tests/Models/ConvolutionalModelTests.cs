namespace NeuralJit.NN.Tests.Models;

/// <summary>The built-in convolutional models: as many parameters as in PyTorch, under the names that its weights files have.</summary>
public sealed class ConvolutionalModelTests
{
    [TestCase("lenet", 61706)]
    [TestCase("resnet18", 11689512)]
    [TestCase("resnet20", 272474)]
    [TestCase("mobilenetv2", 3504872)]
    [TestCase("classifier", 30982)]
    public void Has_as_many_parameters_as_in_PyTorch(string name, long count)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        Assert.That(entry.Create(ModelOptions.Parse(entry, [])).ParameterCount, Is.EqualTo(count));
    }

    [Test]
    public void ResNet18_has_the_names_of_torchvision()
    {
        string[] names = [.. new ResNet18(classes: 10).NamedVariables().Select(v => $"{v.Name} {v.Variable.Shape}")];
        Assert.That(names, Has.Length.EqualTo(122));
        Assert.That(names, Does.Contain("conv1.weight [64,3,7,7]").And.Contain("bn1.num_batches_tracked []")
            .And.Contain("layer1.0.conv1.weight [64,64,3,3]")
            .And.Contain("layer2.0.downsample.0.weight [128,64,1,1]").And.Contain("layer2.0.downsample.1.running_var [128]")
                .And.Contain("layer4.1.bn2.bias [512]")
            .And.Contain("fc.weight [10,512]"));
    }

    [Test]
    public void MobileNetV2_has_the_names_of_torchvision()
    {
        string[] names = [.. new MobileNetV2(classes: 10).NamedVariables().Select(v => $"{v.Name} {v.Variable.Shape}")];
        Assert.That(names, Has.Length.EqualTo(314));
        Assert.That(names, Does.Contain("features.0.0.weight [32,3,3,3]").And.Contain("features.0.1.running_mean [32]")
            .And.Contain("features.1.conv.0.0.weight [32,1,3,3]")
            .And.Contain("features.1.conv.1.weight [16,32,1,1]").And.Contain("features.2.conv.0.0.weight [96,16,1,1]")
                .And.Contain("features.17.conv.3.weight [320]")
            .And.Contain("features.18.0.weight [1280,320,1,1]").And.Contain("classifier.1.bias [10]"));
    }

    [TestCase("lenet", 28)]
    [TestCase("resnet20", 16)]
    [TestCase("classifier", 32)]
    public void Trains_and_infers_alike_in_both_modes(string name, int size)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        TensorData x = Tensors.Random([2, entry.InputShape[0], size, size], 1), labels = TensorData.From<long>([2], [3, 1]);
        double[][] results = [.. Enum.GetValues<Mode>().Select(mode =>
        {
            Module model = entry.Create(ModelOptions.Parse(entry, []));
            model.Initialize(0);
            var optimizer = new SGD(model.Parameters(), 0.01);
            var step = new Runner(mode, n =>
            {
                Node loss = model.Forward(n[0]).CrossEntropy(n[1]);
                optimizer.Step(loss);
                return [loss];
            }, training: true);
            double[] losses = [.. Enumerable.Range(0, 3).Select(_ => (double)step.Run(x, labels)[0].Item<float>())];
            double[] inferred = Close.Values(new Runner(mode, n => [model.Forward(n[0])], training: false).Run(x)[0]);
            return (double[])[.. losses, .. inferred];
        })];
        double scale = results[0].Max(Math.Abs);
        Assert.That(results[1], Is.EqualTo(results[0]).Within(1e-3 * scale));
    }

    [Test]
    public void Layers_of_one_shape_start_with_different_weights()
    {
        Parameter[] weights = [.. new ResNet20().NamedParameters().Where(p => p.Name.StartsWith("layer1.", StringComparison.Ordinal)
            && p.Name.Contains("conv", StringComparison.Ordinal)).Select(p => p.Parameter)];
        Assert.That(weights.Select(w => Close.Values(w.Value)[0]), Is.Unique);
    }
}
