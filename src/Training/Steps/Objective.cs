using NeuralJit.NN;

namespace NeuralJit.Training;

/// <summary>What training makes small: a model, its loss, and what is counted beside it.</summary>
public sealed class Objective
{
    private readonly Func<Node, Node> model;
    private readonly Func<Node, Node, Node> loss;
    private readonly Metric[] metrics;
    private readonly bool isSum;
    private readonly Module? module;

    /// <summary>
    /// Makes an objective of a module and a loss. In means over several batches, a loss whose <see cref="Loss.Reduction"/> is a sum counts
    /// as one, whatever it computes, and any other as a function does.
    /// </summary>
    public Objective(Module model, Loss loss, params ReadOnlySpan<Metric> metrics)
        : this(Forward(model), Forward(loss), metrics)
    {
        isSum = loss.Reduction == LossReduction.Sum;
        module = model;
    }

    /// <summary>
    /// Makes an objective of a module and a function from its output and the target to the loss (one element), as <c>(y, t) => (y -
    /// t).Square().Mean()</c>.
    /// </summary>
    /// <remarks>What counts as what in means over several batches is said at the constructor from functions.</remarks>
    public Objective(Module model, Func<Node, Node, Node> loss, params ReadOnlySpan<Metric> metrics)
        : this(Forward(model), loss, metrics)
    {
        module = model;
    }

    /// <summary>
    /// Makes an objective of functions: from the input to the output, and from output and target to the loss (one element).
    /// </summary>
    /// <remarks>
    /// In means over several batches, the library's losses and what <see cref="LossReductions.Apply"/> has reduced count as what they are:
    /// a sum, a mean over the samples, or one over the labels that count. So do they after a multiplication or division by a factor and in
    /// sums with other terms; a factor should not depend on the batch (and one that is trained gets the gradient NaN from a batch in which
    /// nothing counts). What a sum is divided by, such as the number of samples, is what it is a mean over: divide it, do not multiply it
    /// by 1/n. Everything else counts as a mean over the samples of its batch: a term that you reduce yourself (then do it by a mean), a
    /// product of two losses, a root or a choice of one. If such a term is NaN because no label of a batch counts, so is the epoch's loss,
    /// and a fit ends.
    /// </remarks>
    public Objective(Func<Node, Node> model, Func<Node, Node, Node> loss, params ReadOnlySpan<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        this.model = model;
        this.loss = loss;
        this.metrics = metrics.ToArray();
    }

    /// <summary>What is counted beside the loss.</summary>
    public IReadOnlyList<Metric> Metrics => metrics;

    /// <summary>Parameters and states of the model, if it is a module.</summary>
    internal IEnumerable<Variable> Variables => module?.NamedVariables().Select(v => v.Variable) ?? [];

    /// <summary>The loss of what the model makes of an input; to compute it of an output that is there, call the loss itself.</summary>
    /// <param name="input">The model's input.</param>
    /// <param name="target">The target.</param>
    public Node Loss(Node input, Node target) => loss(model(input), target);

    /// <summary>As <see cref="Compute"/>, to train.</summary>
    /// <exception cref="GraphException">The model is in evaluation mode.</exception>
    internal (Node Loss, Node[] Values) ComputeToTrain(Node input, Node target) => module is { IsInEvaluation: true }
        ? throw new GraphException(
            $"training: {module.Kind} is in evaluation mode, for Eval() was called: its dropout and batch statistics would not train. "
            + "Call Train() first; to keep a part of it as it is, call Eval() on that part")
        : Compute(input, target);

    /// <summary>The values of <see cref="Compute"/>, in evaluation mode whatever mode modules were put into.</summary>
    internal Node[] ComputeToEvaluate(Node input, Node target)
    {
        GraphTrace.Current!.OnlyEvaluates = true;
        return Compute(input, target).Values;
    }

    /// <summary>
    /// The loss, and as float32 scalars the loss, the metrics' sums, and numerators and denominators of the loss's terms where it is no
    /// mean over the samples.
    /// </summary>
    internal (Node Loss, Node[] Values) Compute(Node input, Node target)
    {
        Node output = model(input);
        Node value = loss(output, target);
        if (value.Shape.Count != 1)
        {
            throw new GraphException($"training: the loss is {value.Type}; it needs one element, so reduce it by mean or sum");
        }
        Node[] terms = isSum ? [value, Node.Scalar(input.Shape[0])] : LossTerms.Of(value, input.Shape[0]);
        return (value, [ToResult(value), .. metrics.Select(m => ToResult(m.SumOverBatch(output, target))), .. terms.Select(ToResult)]);
    }

    private static Node ToResult(Node value) => (value.DType == DType.Float32 ? value : value.Cast(DType.Float32)).Reshape(Shape.Scalar);

    private static Func<Node, Node> Forward(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Forward;
    }

    private static Func<Node, Node, Node> Forward(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Forward;
    }
}
