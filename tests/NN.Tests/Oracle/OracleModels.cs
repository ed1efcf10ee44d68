using System.Text.Json;

namespace NeuralJit.NN.Tests.Oracle;

/// <summary>Builds what a case describes: a layer, a loss, an optimiser or a whole model.</summary>
internal static class OracleModels
{
    private static readonly string[] Activations = ["relu", "leaky_relu", "gelu_erf", "gelu_tanh", "silu", "sigmoid", "tanh"];
    private static readonly string[] Losses =
        ["mse", "l1", "bce_logits", "cross_entropy", "cross_entropy_smooth", "cross_entropy_weight_ignore", "cross_entropy_2d"];
    private static readonly string[] Optimizers = ["SGD", "Adam", "AdamW"];
    private static readonly string[] Trainings = ["mlp_tanh_sgd", "mlp_relu_momentum", "mlp_gelu_adam", "mlp_silu_adamw"];

    /// <summary>Whether this library has what the case needs.</summary>
    public static bool Supports(string family, string op, JsonElement attributes) => family switch
    {
        "linear" => true,
        "softmax" => op is "softmax" or "log_softmax",
        "layer_norm" => true,
        "activation" => Activations.Contains(op) && !attributes.TryGetProperty("prescale", out _),
        "loss" => Losses.Contains(op),
        "optimizer" => Optimizers.Contains(op),
        "training" => Trainings.Contains(op),
        _ => false,
    };

    /// <summary>The layer of a case of the families linear, softmax, layer_norm and activation, with the case's parameters in it.</summary>
    public static Module Layer(OracleCase oracle)
    {
        switch (oracle.Op)
        {
            case "linear":
                Shape w = oracle.Input("w").Shape;
                var linear = new Linear(w[1], w[0], oracle.Flag("bias"));
                Fill(linear.Weight, oracle, "w");
                Fill(linear.Bias, oracle, "b");
                return linear;
            case "layer_norm":
                int[] shape = [.. oracle.Attributes.GetProperty("normalized_shape").EnumerateArray().Select(e => e.GetInt32())];
                var norm = new LayerNorm(Shape.Create(shape), oracle.Number("eps"), oracle.Flag("affine"));
                Fill(norm.Weight, oracle, "g");
                Fill(norm.Bias, oracle, "b");
                return norm;
            default:
                return Activation(oracle);
        }
    }

    /// <summary>The loss of a case.</summary>
    public static Loss Loss(OracleCase oracle) => oracle.Op switch
    {
        "mse" => new MSELoss(oracle.Reduction),
        "l1" => new L1Loss(oracle.Reduction),
        "bce_logits" => new BCEWithLogitsLoss(oracle.Reduction),
        "cross_entropy_smooth" => new CrossEntropyLoss(reduction: oracle.Reduction, labelSmoothing: oracle.Number("label_smoothing")),
        "cross_entropy_weight_ignore" => new CrossEntropyLoss(oracle.Input("w").Value, (long)oracle.Number("ignore_index"), oracle.Reduction),
        _ => new CrossEntropyLoss(reduction: oracle.Reduction),
    };

    /// <summary>The optimiser that the attributes describe; what is absent has PyTorch's default.</summary>
    public static Optimizer Optimizer(string name, JsonElement attributes, IEnumerable<Parameter> parameters)
    {
        double Number(string key, double otherwise) => attributes.TryGetProperty(key, out JsonElement v) ? v.GetDouble() : otherwise;
        bool Flag(string key) => attributes.TryGetProperty(key, out JsonElement v) && v.GetBoolean();
        double Beta(int index, double otherwise) => attributes.TryGetProperty("betas", out JsonElement v) ? v[index].GetDouble() : otherwise;
        double lr = Number("lr", 1e-3);
        return name switch
        {
            "SGD" => new SGD(parameters, lr, Number("momentum", 0), Number("dampening", 0), Number("weight_decay", 0), Flag("nesterov"), Flag("maximize")),
            "Adam" => new Adam(parameters, lr, Beta(0, 0.9), Beta(1, 0.999), Number("eps", 1e-8), Number("weight_decay", 0), Flag("amsgrad"), Flag("maximize")),
            "AdamW" => new AdamW(parameters, lr, Beta(0, 0.9), Beta(1, 0.999), Number("eps", 1e-8), Number("weight_decay", 1e-2), Flag("amsgrad"), Flag("maximize")),
            _ => throw new NotSupportedException(name),
        };
    }

    /// <summary>The perceptron of a case of the family training, with the case's initial parameters in it.</summary>
    public static Sequential Perceptron(OracleCase oracle)
    {
        Module NewActivation() => oracle.Op.Split('_')[1] switch
        {
            "tanh" => new Tanh(),
            "relu" => new ReLU(),
            "gelu" => new GELU(),
            _ => new SiLU(),
        };
        var model = new Sequential();
        foreach (OracleTensor weight in oracle.Inputs.Where(i => i.Name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            _ = model.Count == 0 ? model : model.Add(NewActivation());
            model.Add(new Linear(weight.Shape[1], weight.Shape[0]));
        }
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            Fill(parameter, oracle, "param/" + name);
        }
        return model;
    }

    private static Module Activation(OracleCase oracle) => oracle.Op switch
    {
        "softmax" => new Softmax((int)oracle.Number("dim")),
        "log_softmax" => new LogSoftmax((int)oracle.Number("dim")),
        "relu" => new ReLU(),
        "leaky_relu" => new LeakyReLU(oracle.Number("negative_slope")),
        "gelu_erf" => new GELU(),
        "gelu_tanh" => new GELU("tanh"),
        "silu" => new SiLU(),
        "sigmoid" => new Sigmoid(),
        "tanh" => new Tanh(),
        _ => throw new NotSupportedException(oracle.Op),
    };

    private static void Fill(Parameter? parameter, OracleCase oracle, string input)
    {
        if (parameter is not null)
        {
            Tensors.Set(parameter, oracle.Input(input).Data);
        }
    }
}
