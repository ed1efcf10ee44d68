namespace NeuralJit.NN;

/// <summary>The built-in models by name, as the <c>neuraljit</c> command and weights files know them.</summary>
public static class ModelCatalog
{
    private static readonly ModelOption Hidden = new("hidden", "sizes of the hidden layers", ModelOptionKind.Integers, "256");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("mlp", "perceptron: linear layers with ReLU between them", [1, 28, 28], 10,
            [ModelOption.Channels, ModelOption.Size, ModelOption.Classes, Hidden], Perceptron) { Shapes = PerceptronShapes },
        new("lenet", "LeNet-5 with ReLU and max pooling, for 28 x 28 images", [1, 28, 28], 10,
            [ModelOption.Channels, ModelOption.Classes], o => new LeNet(o.Channels, o.Classes))
            {
                Shapes = o => [("conv1.weight", [6, o.Channels, 5, 5]), ("fc3.weight", [o.Classes, 84])],
            },
        new("resnet20", "residual network for images of about 32 x 32", [3, 32, 32], 10,
            [ModelOption.Channels, ModelOption.Classes], o => new ResNet20(o.Channels, o.Classes))
            {
                Shapes = o => [("conv1.weight", [16, o.Channels, 3, 3]), ("fc.weight", [o.Classes, 64])],
            },
        new("resnet18", "residual network for images of about 224 x 224, as torchvision's", [3, 224, 224], 1000,
            [ModelOption.Channels, ModelOption.Classes], o => new ResNet18(o.Channels, o.Classes))
            {
                Shapes = o => [("conv1.weight", [64, o.Channels, 7, 7]), ("fc.weight", [o.Classes, 512])],
            },
        new("mobilenetv2", "small network of inverted residual blocks, as torchvision's", [3, 224, 224], 1000,
            [ModelOption.Channels, ModelOption.Classes], o => new MobileNetV2(o.Channels, o.Classes))
            {
                Shapes = o => [("features.0.0.weight", [32, o.Channels, 3, 3]), ("classifier.1.weight", [o.Classes, 1280])],
            },
        new("classifier", "three convolutions and a linear layer", [3, 32, 32], 10,
            [ModelOption.Channels, ModelOption.Size, ModelOption.Classes], o =>
                new Classifier(o.Channels, classes: o.Classes, size: o.Size))
            {
                Shapes = o => [("conv_part.layer_0.weight", [3, o.Channels, 3, 3]),
                    ("fc_layer.weight", [o.Classes, (int)Shape.Create([3, o.Size, o.Size]).Count])],
            },
    ];

    /// <summary>The model of this name.</summary>
    /// <exception cref="GraphException">There is none; the message lists those that there are.</exception>
    public static ModelEntry Find(string name) => Entries.FirstOrDefault(e => e.Name == name)
        ?? throw new GraphException($"unknown model '{name}'; the built-in models are {string.Join(", ", Entries.Select(e => e.Name))}");

    private static Sequential Perceptron(ModelOptions options)
    {
        var model = new Sequential(new Flatten());
        int[] sizes = PerceptronSizes(options);
        for (int i = 1; i < sizes.Length; i++)
        {
            model.Add(new Linear(sizes[i - 1], sizes[i]));
            if (i < sizes.Length - 1)
            {
                model.Add(new ReLU());
            }
        }
        return model;
    }

    // Layers of the model are Flatten, Linear, ReLU, Linear, …
    private static IEnumerable<(string Name, Shape Shape)> PerceptronShapes(ModelOptions options)
    {
        int[] sizes = PerceptronSizes(options);
        return Enumerable.Range(1, sizes.Length - 1).Select(i => ($"{(2 * i) - 1}.weight", Shape.Create([sizes[i], sizes[i - 1]])));
    }

    // Of the image, of the hidden layers, of the classes.
    private static int[] PerceptronSizes(ModelOptions options)
    {
        Shape image = [options.Channels, options.Size, options.Size];
        return [(int)image.Count, .. options.Integers(Hidden.Name), options.Classes];
    }
}
