using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>
/// Seed document 003: linear layers of several sizes by the layer and by hand, gradients, one step of gradient descent.
/// The page lost the minus signs of the weights; here they are back, and every number comes out as there.
/// </summary>
internal static class StepOfDescent
{
    public static void Run()
    {
        Evaluate(2, [0.0634f, 0.3101f], [0.0953f]);
        Evaluate(2, [-0.1765f, 0.5866f, 0.1639f, 0.6669f], [0.0817f, -0.5753f]);
        Evaluate(2, [0.5580f, 0.1612f, 0.4506f, -0.2371f, 0.5267f, 0.1745f], [-0.2699f, 0.6810f, -0.3995f]);
        Evaluate(3, [0.5554f, -0.0235f, -0.5508f, 0.1813f, 0.4785f, 0.4031f], [0.1049f, -0.0320f]);
        Show.Heading("Backward / Gradient Calculation");
        Backward([0.1333f, 0.6570f], -0.2780f, step: false);
        Show.Heading("Backward, then one step of gradient descent");
        Backward([0.4633f, -0.4838f], 0.2706f, step: true);
    }

    private static void Evaluate(int inputs, float[] weight, float[] bias)
    {
        int outputs = bias.Length;
        Show.Heading($"{inputs} inputs and {outputs} output{(outputs > 1 ? "s" : "")}");
        Linear net = Show.Linear(inputs, outputs, weight, bias);
        Console.WriteLine($"network structure : {net}");
        Console.WriteLine($"Weight of network :\n{Show.Text(net.Weight)}");
        Console.WriteLine($"Bias of network :\n{Show.Text(net.Bias)}");
        foreach (float[] x in inputs == 2 ? (float[][])[[1, 1], [0.1f, 0.5f]] : [[1, 1, 1], [0.1f, 0.5f, 1]])
        {
            TensorData input = TensorData.From<float>([1, inputs], x);
            Console.WriteLine($"input = x :\n{input}");
            Console.WriteLine($"net.forward(x) :\n{Show.Evaluate(net.Forward, input)}");
            Console.WriteLine(
                $"w x + b :\n{Show.Evaluate(v => net.Weight.Read().MatMul(v.T) + net.Bias!.Read().Reshape(outputs, 1), input)}");
        }
        TensorData wrong = Show.Evaluate(
            v => net.Weight.Read().MatMul(v.T) + net.Bias!, TensorData.From<float>([1, inputs], [.. Enumerable.Repeat(1f, inputs)]));
        Console.WriteLine($"w x + b without view, x = 1 :\n{wrong}");
    }

    private static void Backward(float[] weight, float bias, bool step)
    {
        Linear net = Show.Linear(2, 1, weight, [bias]);
        using GraphTrace trace = GraphTrace.Eager();
        PrintGradients(net);
        Node o = net.Forward(Node.From([1, 2], 1f, 1f)).Sigmoid();
        Node loss = Node.From([1, 1], 1f) - o;
        Console.WriteLine($"Output :\n{o}");
        Console.WriteLine($"Loss :\n{loss}");
        loss.Backward();
        PrintGradients(net);
        if (step)
        {
            new SGD(net.Parameters(), learningRate: 0.05).Step();
        }
        Console.WriteLine($"{(step ? "New " : "")}Weight of network :\n{Show.Text(net.Weight)}");
        Console.WriteLine($"{(step ? "New " : "")}Bias of network :\n{Show.Text(net.Bias)}");
    }

    private static void PrintGradients(Linear net)
    {
        Console.WriteLine($"Weight gradient :\n{net.Weight.Gradient?.ToString() ?? "None"}");
        Console.WriteLine($"Bias gradient :\n{net.Bias!.Gradient?.ToString() ?? "None"}");
    }
}
