using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Training.Tests;

/// <summary>Small things to learn, and both kinds of steps.</summary>
internal static class Problems
{
    /// <summary>A classifier of the digits.</summary>
    public static Sequential DigitModel(long seed)
    {
        var model = new Sequential(new Linear(64, 32), new ReLU(), new Linear(32, 10));
        model.Initialize(seed);
        return model;
    }

    /// <summary>A compiled or an eager step.</summary>
    public static ITrainingStep Step(bool compiled, Objective objective, Optimizer optimizer, long seed = 0) => compiled
        ? new TrainingStep(objective, optimizer, new CompileOptions { Random = RandomState.Create(seed) })
        : new EagerTrainingStep(objective, optimizer, RandomState.Create(seed));

    /// <summary>The first samples of a data set.</summary>
    public static Dataset First(Dataset data, int count) => data.Select([.. Enumerable.Range(0, count)]);
}
