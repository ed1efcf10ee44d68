namespace NeuralJit;

/// <summary>
/// Which class is each sample's label: the labels, checked, compared with the class numbers in the logits' own type (exact up to 2²⁴
/// classes in f32). It is a comparison inside the loops that use it and never stored.
/// </summary>
internal sealed class LabelMask
{
    public LabelMask(Node logits, Node labels, int axis, long ignoreIndex)
    {
        int classes = logits.Shape[axis];
        int[] alongClasses = new int[logits.Rank];
        Array.Fill(alongClasses, 1);
        alongClasses[axis] = classes;
        AlongClasses = Shape.Create(alongClasses);
        Label = Node.Apply(new CheckLabels(classes, ignoreIndex), labels).Cast(logits.DType).Unsqueeze(axis);
        IsLabel = Node.Iota(new TensorType(logits.DType, AlongClasses), axis).Equal(Label);
    }

    /// <summary>The label of each sample, of the logits' type, with an extent of 1 along the classes.</summary>
    public Node Label { get; }

    /// <summary>Whether a class is the label of a sample, of the shape of the logits.</summary>
    public Node IsLabel { get; }

    /// <summary>The shape of one number per class that broadcasts to the logits.</summary>
    public Shape AlongClasses { get; }
}
