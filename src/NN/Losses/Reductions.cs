namespace NeuralJit.NN;

/// <summary>How the losses of elements or samples become the result.</summary>
internal static class Reductions
{
    extension(LossReduction reduction)
    {
        /// <summary>The reduced loss.</summary>
        public Node Of(Node losses) => reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            _ => losses,
        };
    }
}
