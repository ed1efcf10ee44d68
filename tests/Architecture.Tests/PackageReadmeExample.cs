using NeuralJit;
using NeuralJit.Compilation;
using NeuralJit.Inspection;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Architecture.Tests;

/// <summary>The code of the packages' readme, line by line.</summary>
internal static class PackageReadmeExample
{
    public static void Run()
    {
        var model = new Sequential(new Linear(64, 128), new ReLU(), new Linear(128, 10));
        model.Initialize(seed: 1);
        Console.WriteLine(model.Summary([64]));

        // Train: forward, backward and the optimizer's update are one compiled program.
        var (training, test) = Digits.LoadSplit();
        var objective = new Objective(model, new CrossEntropyLoss(), Metric.Accuracy);
        var step = new TrainingStep(objective, new Adam(model.Parameters(), learningRate: 2e-3));
        FitReport report = new Trainer(step).Fit(training, new FitOptions { Epochs = 40, BatchSize = 32, Validation = test });
        Console.WriteLine(report);

        // Run: a program for one shape, without allocating.
        CompiledProgram predict = Compiler.Compile(model.Forward).For([1, 64]);
        float[] logits = new float[10];
        predict.Run<float, float>(test.Inputs.Span<float>()[..64], logits);

        // Keep, and look at what the compiler made of it.
        model.Save("digits.safetensors");
        predict.WriteHtml("digits.html");

        // Tensors and data of your own: a shape, then the values in row-major order.
        var data = new Dataset(TensorData.From([4, 2], 0, 0, 0, 1, 1, 0, 1, 1), TensorData.From([4, 1], 0, 1, 1, 0));
        var (some, others) = data.Split(0.75, seed: 1);

        // A loss and a metric of your own; a loss that needs more than the output takes the input through.
        var absolute = new Objective(model, (output, target) => (output - target).Abs().Mean(), Metric.MeanAbsoluteError);
        var vae = new Objective(input => input, (input, target) => LossOf(input));

        // What each step reports, on this thread; or a loop of your own.
        new Trainer(step).Fit(training, new FitOptions { Epochs = 3 }, p => { if (p.IsEpochEnd) Console.WriteLine(p); });
        foreach (Batch batch in new DataLoader(training, 32))
        {
            float loss = step.Run(batch.Inputs, batch.Targets);
        }

        // A step of your own is one program too, here with gradients whose norm is at most 1.
        var adam = new Adam(model.Parameters());
        CompiledFunction clipped = Compiler.Compile((Node[] batch) =>
        {
            Node loss = objective.Loss(batch[0], batch[1]);
            Node[] gradients = [.. Gradients.Of(loss, [.. adam.Parameters.Select(p => p.Read())])];
            Node norm = gradients.Select(g => g.Square().Sum()).Aggregate((a, b) => a + b).Sqrt();
            adam.Step([.. gradients.Select(g => g * (1 / norm).Minimum(1))]);
            return [loss, norm];
        }, new CompileOptions { Training = true });
        TensorData[] lossAndNorm = clipped.RunAll(test.Inputs, test.Targets);

        // One program for each shape, compiled the first time; keep it where calls are many. Inputs that are no float32 say so.
        CompiledProgram one = Compiler.Compile(model.Forward).For([1, 64]), many = Compiler.Compile(model.Forward).For([32, 64]);
        CompiledProgram tokens = Compiler.Compile(ids => ids + 1).For(new TensorType(DType.Int64, [1, 16]));
        TensorData logitsOfAll = Compiler.Compile(model.Forward).Run(test.Inputs);

        // Op by op, without compiling; gradients, and gradients of gradients, are values like others.
        using (GraphTrace.Eager())
        {
            Node x = Node.From<float>(1, 2, 3), y = Node.Where(x.Equal(2), 0, x * x).Sum();   // == would compare references
            Console.WriteLine(y.Gradient(x));
        }

        // Weights: read-only views, written by Edit and Assign; files with PyTorch's names.
        model[0].Weight.Edit<float>(w => w.Clear());
        model.Load("digits.safetensors", strict: false, rename: name => name.Replace("module.", ""));
    }

    private static Node LossOf(Node input) => input.Mean();
}
