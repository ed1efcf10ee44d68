namespace NeuralJit.NN;

/// <summary>The built-in models by name, as the <c>neuraljit</c> command and weights files know them.</summary>
public static class ModelCatalog
{
    private static readonly ModelOption Hidden = new("hidden", "sizes of the hidden layers", ModelOptionKind.Integers, "256");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("mlp", "perceptron: linear layers with ReLU between them", [1, 28, 28], 10,
            [ModelOption.Channels, ModelOption.Size, ModelOption.Classes, Hidden], Perceptron),
        new("lenet", "LeNet-5 with ReLU and max pooling, for 28 x 28 images", [1, 28, 28], 10,
            [ModelOption.Channels, ModelOption.Classes], o => new LeNet(o.Channels, o.Classes)),
        new("resnet20", "residual network for images of about 32 x 32", [3, 32, 32], 10,
            [ModelOption.Channels, ModelOption.Classes], o => new ResNet20(o.Channels, o.Classes)),
        new("resnet18", "residual network for images of about 224 x 224, as torchvision's", [3, 224, 224], 1000,
            [ModelOption.Channels, ModelOption.Classes], o => new ResNet18(o.Channels, o.Classes)),
        new("mobilenetv2", "small network of inverted residual blocks, as torchvision's", [3, 224, 224], 1000,
            [ModelOption.Channels, ModelOption.Classes], o => new MobileNetV2(o.Channels, o.Classes)),
        new("classifier", "three convolutions and a linear layer", [3, 32, 32], 10,
            [ModelOption.Channels, ModelOption.Size, ModelOption.Classes], o => new Classifier(o.Channels, classes: o.Classes, size: o.Size)),
    ];

    /// <summary>The model of this name.</summary>
    /// <exception cref="GraphException">There is none; the message lists those that there are.</exception>
    public static ModelEntry Find(string name) => Entries.FirstOrDefault(e => e.Name == name)
        ?? throw new GraphException($"unknown model '{name}'; the built-in models are {string.Join(", ", Entries.Select(e => e.Name))}");

    private static Sequential Perceptron(ModelOptions options)
    {
        Shape image = [options.Channels, options.Size, options.Size];
        var model = new Sequential(new Flatten());
        int features = (int)image.Count;
        foreach (int size in options.Integers(Hidden.Name))
        {
            model.Add(new Linear(features, size)).Add(new ReLU());
            features = size;
        }
        return model.Add(new Linear(features, options.Classes));
    }
}
