using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>Seed document 000: linear networks of one and two inputs, and one with tanh.</summary>
internal static class LinearNetworks
{
    public static void Run()
    {
        OneInput();
        TwoInputs();
        WithTanh();
    }

    private static void OneInput()
    {
        Show.Heading("(1,1) Linear Neural Net: y = weight * x + bias");
        Linear net = Show.Linear(1, 1, [-0.1086f], [0.3745f]);
        Console.WriteLine(Show.Text(net.Weight));
        Console.WriteLine(Show.Text(net.Bias));
        Console.WriteLine(Show.Evaluate(net.Forward, TensorData.From([2, 1], 1, 2)));
    }

    private static void TwoInputs()
    {
        Show.Heading("(2,1) Linear Neural Network, and the gradient of y with respect to x");
        Linear net = Show.Linear(2, 1, [-0.6588896f, 0.31214994f], [-0.16238068f]);
        TensorData x = TensorData.From([2], 1, 2);
        TensorData y = Show.Evaluate(net.Forward, x);
        Console.WriteLine(y);
        Console.WriteLine(Show.Numbers(y));
        foreach ((string name, Parameter parameter) in net.NamedParameters())
        {
            Console.WriteLine($"('{name}', {Show.Text(parameter)})");
        }
        Console.WriteLine(Show.Evaluate(v => Gradients.Of(net.Forward(v), v)[0], x));
    }

    private static void WithTanh()
    {
        Show.Heading("(2,2) Network with non-linear activation function");
        Linear linear = Show.Linear(2, 2, [0.2782038f, -0.18113476f, 0.2763092f, 0.43697793f], [-0.51394522f, 0.3649103f]);
        var net = new Sequential(linear, new Tanh());
        TensorData x = TensorData.From([2], 1, 2);
        TensorData y = Show.Evaluate(net.Forward, x);
        Console.WriteLine(y);
        Console.WriteLine(Show.Numbers(y));
        // By hand: products, summed along the rows, plus the bias, through tanh.
        Console.WriteLine(Show.Numbers(Show.Evaluate(v => ((v * linear.Weight).Sum(axis: 1) + linear.Bias!).Tanh(), x)));
    }
}
