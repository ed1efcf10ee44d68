using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>Seed document 001: a linear layer on a batch, one network in four forms, a sigmoid network, points on a line.</summary>
internal static class OneNetworkInFourForms
{
    public static void Run()
    {
        Batch();
        FourForms();
        SigmoidNetwork();
        PointsOnALine();
    }

    private static void Batch()
    {
        Show.Heading("nn.Linear: a batch of 3 inputs, the last one zeros");
        Linear m = Show.Linear(2, 5,
            [0.0619f, -0.1240f, 0.3286f, -0.3996f, -0.1813f, -0.2766f, -0.4727f, 0.4290f, -0.7036f, 0.3730f],
            [-0.1196f, 0.3142f, -0.4347f, 0.2551f, -0.6858f]);
        Console.WriteLine($"{m.Weight.Shape}\n{Show.Text(m.Weight)}");
        Console.WriteLine($"{m.Bias!.Shape}\n{Show.Text(m.Bias)}");
        TensorData y = Show.Evaluate(m.Forward, TensorData.From([3, 2], 1, -1, 0, 1, 0, 0));
        Console.WriteLine($"{y.Shape}\n{y}");
    }

    private static void FourForms()
    {
        Show.Heading("2 inputs, 3 outputs, ReLU: four forms of one network");
        Linear l1 = Show.Linear(2, 3, [0.2480f, -0.6331f, -0.4280f, -0.3598f, -0.6689f, 0.4010f], [0.1330f, 0.6197f, 0.4933f]);
        TensorData x = TensorData.From([2], 1, -1);
        Console.WriteLine($"input : {x}");
        Console.WriteLine($"Weight : {Show.Text(l1.Weight)}");
        Console.WriteLine($"Bias : {Show.Text(l1.Bias)}");
        Console.WriteLine($"output : {Show.Evaluate(l1.Forward, x)}");
        Console.WriteLine($"y : {Show.Evaluate(v => v.MatMul(l1.Weight.Read().T) + l1.Bias!, x)}");
        Console.WriteLine($"activation : {Show.Evaluate(v => l1.Forward(v).Relu(), x)}");
        foreach (Module net in (Module[])[new Sequential(l1, new ReLU()), new NeuralNetwork(l1), new NeuralNetworkSequential(l1)])
        {
            Console.WriteLine($"network structure : {net}");
            Console.WriteLine($"activation : {Show.Evaluate(net.Forward, x)}");
        }
    }

    private static void SigmoidNetwork()
    {
        Show.Heading("A feed forward network of 3 layers");
        var model = new FeedForwardSequential();
        model.Initialize(seed: 1);
        Console.WriteLine($"network structure : {model}");
        Console.WriteLine($"nb parameters : {model.ParameterCount}");
        TensorData x = TensorData.From([3, 1], 1, 2, 3);
        TensorData activation = Show.Evaluate(model.Forward, x);
        Console.WriteLine($"input : {x} of size {x.Shape}");
        Console.WriteLine($"activation : {activation} of size {activation.Shape}");
    }

    private static void PointsOnALine()
    {
        Show.Heading("linspace(-1, 1, 100), then as a column");
        using GraphTrace trace = GraphTrace.Eager();
        Node points = Node.Linspace(-1, 1, 100);
        Console.WriteLine(points);
        Console.WriteLine(points.Unsqueeze(1).Type);
    }

    private sealed class NeuralNetwork : Module
    {
        private readonly Linear l1;
        private readonly ReLU act1;

        public NeuralNetwork(Linear linear)
        {
            l1 = Child("l1", linear);
            act1 = Child("act1", new ReLU());
        }

        protected override Node Compute(Node x) => act1.Forward(l1.Forward(x));
    }

    private sealed class NeuralNetworkSequential : Module
    {
        private readonly Sequential net;

        public NeuralNetworkSequential(Linear linear)
        {
            net = Child("net", new Sequential(linear, new ReLU()));
        }

        protected override Node Compute(Node x) => net.Forward(x);
    }

    private sealed class FeedForwardSequential : Module
    {
        private readonly Sequential net;

        public FeedForwardSequential()
        {
            net = Child("net", new Sequential(new Linear(1, 4), new Sigmoid(), new Linear(4, 6), new Sigmoid(), new Linear(6, 1)));
        }

        protected override Node Compute(Node x) => net.Forward(x);
    }
}
