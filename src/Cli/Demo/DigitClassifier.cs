using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>The demonstration's model, its loss and its optimiser: a perceptron with one hidden layer.</summary>
internal sealed class DigitClassifier
{
    /// <summary>Features of the hidden layer.</summary>
    public const int Hidden = 256;

    private const double LearningRate = 2e-3;

    /// <summary>Makes a model with random weights.</summary>
    public DigitClassifier(int seed)
    {
        Model = new Sequential(new Linear(Digits.Side * Digits.Side, Hidden), new ReLU(), new Linear(Hidden, Digits.Classes));
        Model.Initialize(seed);
        Objective = new Objective(Model, new CrossEntropyLoss(), Metric.Accuracy);
        Optimizer = new Adam(Model.Parameters(), LearningRate);
    }

    /// <summary>From images f32[n,64] to logits f32[n,10].</summary>
    public Sequential Model { get; }

    /// <summary>Cross-entropy, with accuracy counted beside it.</summary>
    public Objective Objective { get; }

    /// <summary>Adam.</summary>
    public Adam Optimizer { get; }
}
