namespace NeuralJit.NN;

/// <summary>
/// LeNet-5 for 28 × 28 images in the form that is common today, with ReLU and max pooling: LeCun et al. 1998.
/// </summary>
[OriginOfNodes]
public sealed class LeNet : Module
{
    private readonly Conv2d conv1, conv2;
    private readonly MaxPool2d pool;
    private readonly Linear fc1, fc2, fc3;

    /// <summary>Makes the model.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each model.</param>
    public LeNet(int channels = 1, int classes = 10, long? seed = null)
    {
        conv1 = Child("conv1", new Conv2d(channels, 6, 5, padding: 2));
        conv2 = Child("conv2", new Conv2d(6, 16, 5));
        pool = Child("pool", new MaxPool2d(2));
        fc1 = Child("fc1", new Linear(16 * 5 * 5, 120));
        fc2 = Child("fc2", new Linear(120, 84));
        fc3 = Child("fc3", new Linear(84, classes));
        Initialize(seed);
    }

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        Node features = pool.Forward(conv2.Forward(pool.Forward(conv1.Forward(x).Relu())).Relu());
        return fc3.Forward(fc2.Forward(fc1.Forward(features.Flatten(1)).Relu()).Relu());
    }
}
