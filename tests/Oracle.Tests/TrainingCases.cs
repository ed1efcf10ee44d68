using NeuralJit.NN;

namespace NeuralJit.Oracle.Tests;

/// <summary>Whole training runs: the loss before each step, and the parameters after the last.</summary>
internal static class TrainingCases
{
    /// <summary>The greatest error as a share of what is allowed.</summary>
    public static double Check(OracleCase oracle, bool compiled)
    {
        Module model = Model(oracle);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            Variables.Assign(parameter, oracle.Input("param/" + name).Value);
        }
        Optimizer optimizer = OptimizerCases.Make(
            oracle.Attributes.GetProperty("optimizer").GetString()!, oracle.Attributes, model.Parameters());
        TensorData input = oracle.Inputs[0].Value, target = oracle.Inputs[1].Name.StartsWith("param/", StringComparison.Ordinal)
            ? input
            : oracle.Inputs[1].Value;
        Loss loss = target.DType == DType.Int64 ? new CrossEntropyLoss() : new MSELoss();
        var step = new Step(compiled, nodes =>
        {
            Node value = loss.Forward(model.Forward(nodes[0]), nodes[1]);
            optimizer.Step(value);
            return [value];
        });
        OracleTensor losses = oracle.Outputs[0];
        float[] found = new float[losses.Value.Shape.Count - 1];
        for (int t = 0; t < found.Length; t++)
        {
            found[t] = step.Run(input, target)[0].Item<float>();
        }
        TensorData expected = TensorData.From<float>([found.Length], losses.Value.Span<float>()[..found.Length]);
        double worst = Comparison.Check(
            expected, TensorData.From<float>([found.Length], found), oracle.ForwardError, oracle.Id + " losses");
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            worst = Math.Max(worst, Comparison.Check(
                oracle.Outputs.First(o => o.Name == "final/" + name).Value, parameter.Value, oracle.ForwardError, $"{oracle.Id} {name}"));
        }
        return worst;
    }

    private static Module Model(OracleCase oracle) => oracle.Op.Split('_')[0] switch
    {
        "mlp" => Perceptron(oracle, () => oracle.Op.Split('_')[1] switch
        {
            "tanh" => new Tanh(),
            "relu" => new ReLU(),
            "gelu" => new GELU(),
            "sigmoid" => new Sigmoid(),
            _ => new SiLU(),
        }),
        "autoencoder" => Perceptron(oracle, () => new ELU()),
        "cnn" => new ConvolutionalNetwork(),
        _ => throw new UnsupportedCaseException("recurrent networks and attention are not there yet"),
    };

    private static Sequential Perceptron(OracleCase oracle, Func<Module> activation)
    {
        var model = new Sequential();
        foreach (OracleTensor weight in oracle.Inputs.Where(i => i.Name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            _ = model.Count == 0 ? model : model.Add(activation());
            model.Add(new Linear(weight.Value.Shape[1], weight.Value.Shape[0]));
        }
        return model;
    }

    private sealed class ConvolutionalNetwork : Module
    {
        private readonly Conv2d c1, c2;
        private readonly BatchNorm2d norm1;
        private readonly Linear f;

        public ConvolutionalNetwork()
        {
            c1 = Child("c1", new Conv2d(1, 4, 3, padding: 1, bias: false));
            norm1 = Child("norm1", new BatchNorm2d(4));
            c2 = Child("c2", new Conv2d(4, 6, 3, stride: 2, groups: 2));
            f = Child("f", new Linear(6, 3));
        }

        protected override Node Compute(Node x)
        {
            Node y = norm1.Forward(c1.Forward(x)).Relu().MaxPool([2]);
            return f.Forward(c2.Forward(y).Relu().Mean([2, 3]));
        }
    }
}
