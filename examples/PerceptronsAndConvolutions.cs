using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>Seed document 004: a neuron, layouts of a linear layer, multi-layer perceptrons, convolutions.</summary>
internal static class PerceptronsAndConvolutions
{
    public static void Run()
    {
        SingleNeuron();
        Layouts();
        Perceptrons();
        ConvolutionsOfImages.Run();
    }

    private static void SingleNeuron()
    {
        Show.Heading("Single Neuron");
        Linear neuron = Show.Linear(
            10, 1, [0.2796f, 0.0697f, -0.0067f, -0.2011f, 0.2039f, -0.1499f, -0.1548f, -0.0609f, -0.2994f, 0.0562f], bias: null);
        Console.WriteLine(Show.Text(neuron.Weight));
        Console.WriteLine(Show.Text(neuron.Bias));
        foreach (float input in (float[])[0, 1, 1000])
        {
            Console.WriteLine(Show.Evaluate(neuron.Forward, TensorData.From<float>([1, 10], [.. Enumerable.Repeat(input, 10)])));
        }
        using GraphTrace trace = GraphTrace.Eager();
        Console.WriteLine(neuron.Weight.Read().Sum());
    }

    private static void Layouts()
    {
        Show.Heading("Linear Layer with 10 input features and 5 output features");
        var layer = new Linear(10, 5, seed: 4);
        TensorData x = TensorData.From<float>([1, 10], [.. Enumerable.Range(0, 10).Select(i => i / 10f)]);
        Console.WriteLine(Show.Evaluate(layer.Forward, x));
        Console.WriteLine(Show.Evaluate(v => v.MatMul(layer.Weight.Read().T) + layer.Bias!, x));
        Console.WriteLine(layer.Bias!.Shape);
        Console.WriteLine(Show.Evaluate(v => layer.Weight.Read().MatMul(v.T) + layer.Bias!, x));
        Console.WriteLine(Show.Evaluate(v => layer.Weight.Read().MatMul(v.T) + layer.Bias!.Read().Reshape(5, 1), x));
        Show.Refusal(() => Show.Evaluate(v => layer.Weight.Read().MatMul(v) + layer.Bias!, x));
    }

    private static void Perceptrons()
    {
        Show.Heading("Multi Layer Perceptron (MLP)");
        var mlp = new ThreeLayerMLP(10, 5, 1, relu: false);
        mlp.Initialize(seed: 1);
        Console.WriteLine(Show.Evaluate(mlp.Forward, TensorData.From<float>([1, 10], [.. Enumerable.Range(0, 10).Select(i => i / 10f)])));
        Console.WriteLine("with ReLU after every layer the output never gets < 0:");
        for (int seed = 0; seed < 5; seed++)
        {
            var rectified = new ThreeLayerMLP(3, 3, 1, relu: true);
            rectified.Initialize(seed);
            Console.WriteLine(Show.Evaluate(rectified.Forward, TensorData.From([1, 3], 0.2f, 0.5f, 0.9f)));
        }
    }

    private sealed class ThreeLayerMLP : Module
    {
        private readonly Linear layer0;
        private readonly Linear layer1;
        private readonly Linear layer2;
        private readonly Module activation;

        public ThreeLayerMLP(int inputFeatures, int hiddenFeatures, int outputFeatures, bool relu)
        {
            layer0 = Child("layer_0", new Linear(inputFeatures, hiddenFeatures));
            layer1 = Child("layer_1", new Linear(hiddenFeatures, hiddenFeatures));
            layer2 = Child("layer_2", new Linear(hiddenFeatures, outputFeatures));
            activation = Child<Module>("activation", relu ? new ReLU() : new Identity());
        }

        protected override Node Compute(Node x)
        {
            x = activation.Forward(layer0.Forward(x));
            x = activation.Forward(layer1.Forward(x));
            return activation.Forward(layer2.Forward(x));
        }
    }
}
