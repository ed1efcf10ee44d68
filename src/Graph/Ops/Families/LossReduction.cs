namespace NeuralJit;

/// <summary>How the losses of samples become one.</summary>
public enum LossReduction
{
    /// <summary>Their mean (cross-entropy: weighted by the class weights, without ignored samples).</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay apart.</summary>
    None,
}

/// <summary>Reducing losses.</summary>
internal static class LossReductions
{
    extension(LossReduction reduction)
    {
        /// <summary>The reduced loss.</summary>
        public Node Apply(Node losses) => reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            _ => losses,
        };

        /// <summary>The gradient of each loss, given that of the reduced one.</summary>
        public Node Scale(Node dy, Shape losses) => reduction == LossReduction.Mean ? dy / losses.Count : dy;

        /// <summary>The shape of the reduced loss.</summary>
        public Shape Of(Shape losses) => reduction == LossReduction.None ? losses : Shape.Scalar;
    }

    /// <summary>Checks that x and target have one type, and f32 or f64.</summary>
    public static void CheckPair(string name, ReadOnlySpan<Node> inputs)
    {
        if (inputs[0].Type != inputs[1].Type || !inputs[0].DType.IsComputeFloat)
        {
            throw new ShapeException($"{name}: expected input and target of one type, f32 or f64 (nothing is broadcast), got {inputs[0].Type} and {inputs[1].Type}");
        }
    }
}
