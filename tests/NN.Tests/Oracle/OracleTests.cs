namespace NeuralJit.NN.Tests.Oracle;

/// <summary>Layers, losses, optimisers and whole training runs against what PyTorch computed.</summary>
[TestFixture(Mode.Eager)]
[TestFixture(Mode.Compiled)]
public sealed class OracleTests(Mode mode)
{
    private static IEnumerable<OracleCase> Layers => Cases("linear", "softmax", "layer_norm", "activation");

    private static IEnumerable<OracleCase> Losses => Cases("loss");

    private static IEnumerable<OracleCase> Optimizers => Cases("optimizer");

    private static IEnumerable<OracleCase> Trainings => Cases("training");

    [TestCaseSource(nameof(Layers))]
    public void Layer(OracleCase oracle)
    {
        Module layer = OracleModels.Layer(oracle);
        OracleTensor output = oracle.Outputs[0];
        TensorData seed = Tensors.F32(output.Shape, output.Upstream!);
        TensorData[] results = Execution.ForwardBackward(mode, layer.Forward, layer.Parameters(), oracle.Input("x").Value, seed);
        Close.ToOracle(oracle.ForwardError, output.Data, results[0], "y");
        for (int i = 0; i < oracle.Inputs.Length; i++)
        {
            Close.ToOracle(oracle.GradientError, oracle.Inputs[i].Gradient!, results[i + 1], "d" + oracle.Inputs[i].Name);
        }
    }

    [TestCaseSource(nameof(Losses))]
    public void LossFunction(OracleCase oracle)
    {
        Loss loss = OracleModels.Loss(oracle);
        OracleTensor output = oracle.Outputs[0];
        bool targetToo = oracle.Inputs[1].Gradient is not null;
        TensorData[] results = Execution.Run(mode, nodes =>
        {
            Node y = loss.Forward(nodes[0], nodes[1]);
            return [y, .. Gradients.Of([y], [nodes[2]], targetToo ? [nodes[0], nodes[1]] : [nodes[0]])];
        }, oracle.Inputs[0].Value, oracle.Inputs[1].Value, Tensors.F32(output.Shape, output.Upstream!));
        Close.ToOracle(oracle.ForwardError, output.Data, results[0], "y");
        for (int i = 1; i < results.Length; i++)
        {
            Close.ToOracle(oracle.GradientError, oracle.Inputs[i - 1].Gradient!, results[i], "d" + oracle.Inputs[i - 1].Name);
        }
    }

    [TestCaseSource(nameof(Optimizers))]
    public void OptimizerTrajectory(OracleCase oracle)
    {
        Parameter[] parameters = [new(oracle.Input("p").Value, "p"), new(oracle.Input("q").Value, "q")];
        Optimizer optimizer = OracleModels.Optimizer(oracle.Op, oracle.Attributes, parameters);
        var runner = new Runner(mode, nodes =>
        {
            optimizer.Step([nodes[0], nodes[1]]);
            return [];
        }, training: true);
        int steps = oracle.Input("gp").Shape[0];
        for (int step = 0; step < steps; step++)
        {
            runner.Run([.. parameters.Select((p, i) => Tensors.F32(p.Shape, Slice(oracle.Inputs[2 + i].Data, step, p)))]);
            for (int i = 0; i < parameters.Length; i++)
            {
                Close.ToOracle(oracle.ForwardError, Slice(oracle.Outputs[i].Data, step, parameters[i]), parameters[i].Value, $"{parameters[i].Name} after step {step + 1}");
            }
        }
        Assert.That(optimizer.StepCount, Is.EqualTo(steps));
    }

    [TestCaseSource(nameof(Trainings))]
    public void TrainingRun(OracleCase oracle)
    {
        Sequential model = OracleModels.Perceptron(oracle);
        Optimizer optimizer = OracleModels.Optimizer(oracle.Attributes.GetProperty("optimizer").GetString()!, oracle.Attributes, model.Parameters());
        OracleTensor target = oracle.Inputs[1];
        Loss loss = target.DType == DType.Int64 ? new CrossEntropyLoss() : new MSELoss();
        var step = new Runner(mode, nodes =>
        {
            Node value = loss.Forward(model.Forward(nodes[0]), nodes[1]);
            optimizer.Step(value);
            return [value];
        }, training: true);
        double[] losses = oracle.Outputs[0].Data;
        double scale = losses.Max(Math.Abs), tolerance = Math.Max(1e-5 * scale, 10 * oracle.ForwardError * Math.Max(1, scale));
        for (int t = 0; t < losses.Length - 1; t++)
        {
            Close.Within(tolerance, [losses[t]], step.Run(oracle.Inputs[0].Value, target.Value)[0], $"loss before step {t + 1}");
        }
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            Close.ToOracle(oracle.ForwardError, oracle.Outputs.First(o => o.Name == "final/" + name).Data, parameter.Value, name);
        }
    }

    private static double[] Slice(double[] data, int step, Parameter parameter) =>
        data.AsSpan(step * (int)parameter.Shape.Count, (int)parameter.Shape.Count).ToArray();

    private static IEnumerable<OracleCase> Cases(params string[] families) =>
        OracleFiles.Embedded.Concat(OracleFiles.Collection).DistinctBy(c => c.Id).Where(c => families.Contains(c.Family));
}

/// <summary>Says so when the whole collection is not there.</summary>
public sealed class OracleCollectionTests
{
    [Test]
    public void The_vectors_in_this_project_are_those_of_the_collection()
    {
        if (OracleFiles.Collection.Count == 0)
        {
            Assert.Ignore("the oracle collection (../shared/oracle/layers, or the folder in NEURALJIT_ORACLE) is not there; the vectors of this project were run");
        }
        foreach (OracleCase embedded in OracleFiles.Embedded)
        {
            OracleCase original = OracleFiles.Collection.First(c => c.Id == embedded.Id);
            Assert.That(embedded.Inputs.Select(i => i.Data), Is.EqualTo(original.Inputs.Select(i => i.Data)), embedded.Id);
            Assert.That(embedded.Outputs.Select(o => o.Data), Is.EqualTo(original.Outputs.Select(o => o.Data)).Within(1e-7).Percent, embedded.Id);
        }
    }
}
