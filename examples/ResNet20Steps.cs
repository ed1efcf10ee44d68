using System.Diagnostics;
using System.Globalization;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Examples;

/// <summary>
/// Training steps of ResNet-20 (SGD with momentum) in both modes, from the same weights on the same images: the losses agree to rounding,
/// which training amplifies; the times differ. The first compiled step is also the one that compiles.
/// </summary>
internal static class ResNet20Steps
{
    private const int Steps = 10, BatchSize = 32, Classes = 10, Side = 32;

    public static void Run()
    {
        Dataset data = MakeImages();
        (float Loss, double Milliseconds)[] compiled = Train(data, (objective, optimizer) => new TrainingStep(objective, optimizer));
        (float Loss, double Milliseconds)[] eager = Train(data, (objective, optimizer) => new EagerTrainingStep(objective, optimizer));
        Console.WriteLine("step   loss compiled      eager    ms compiled      eager");
        for (int i = 0; i < Steps; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{i + 1,4} {compiled[i].Loss,15:F6} {eager[i].Loss,10:F6} "
                + $"{compiled[i].Milliseconds,14:F1} {eager[i].Milliseconds,10:F1}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fastest step: {compiled.Min(s => s.Milliseconds):F1} ms compiled, {eager.Min(s => s.Milliseconds):F1} ms eager"));
    }

    private static (float Loss, double Milliseconds)[] Train(Dataset data, Func<Objective, Optimizer, ITrainingStep> makeStep)
    {
        var model = new ResNet20(channels: 3, classes: Classes);
        ITrainingStep step = makeStep(
            new Objective(model, new CrossEntropyLoss()), new SGD(model.Parameters(), learningRate: 0.01, momentum: 0.9));
        var taken = new List<(float, double)>();
        foreach (Batch batch in new DataLoader(data, BatchSize).Epoch(0))
        {
            long start = Stopwatch.GetTimestamp();
            float loss = step.Run(batch.Inputs, batch.Targets);
            taken.Add((loss, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }
        return [.. taken];
    }

    /// <summary>Noise around a colour per class, so that a few steps are enough to see the loss fall.</summary>
    private static Dataset MakeImages()
    {
        const int Count = Steps * BatchSize;
        long[] labels = [.. Enumerable.Range(0, Count).Select(i => (long)(i % Classes))];
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(seed: 0));
        Node colours = Node.RandomNormal([Classes, 3, 1, 1]), targets = Node.From<long>([Count], labels);
        return new Dataset((colours.Take(targets) + Node.RandomNormal([Count, 3, Side, Side])).Data, targets.Data);
    }
}
