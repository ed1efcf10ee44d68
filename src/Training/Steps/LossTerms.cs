namespace NeuralJit.Training;

/// <summary>
/// A loss as a sum of terms, each of which says what it is divided by: f₁ · n₁/d₁ + f₂ · n₂/d₂ + …, told from the ops that made it. Only
/// what changes a loss by a factor or adds to it is looked through. Factors take the way that gradients take, from the loss back to its
/// terms.
/// </summary>
internal sealed class LossTerms
{
    private readonly Node[] order;
    private readonly int samples;
    private readonly HashSet<Node> recognised = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, Factor> factors = new(ReferenceEqualityComparer.Instance);
    private readonly List<Node> fractions = [];
    private Node? overSamples;
    private bool isMean = true;

    private LossTerms(Node loss, int samples)
    {
        this.samples = samples;
        order = TopologicalOrder.Of([loss], stop: node => !IsLinear(node));
        factors[loss] = default;
    }

    /// <summary>
    /// Numerators and denominators of the terms of a loss, one after the other; none where it is a mean over the samples, as most are. The
    /// mean cross-entropy is one over the labels that count, by the weights of their classes, however many samples there are; a sum is a
    /// numerator, over what it is divided by, else over the number of samples.
    /// </summary>
    public static Node[] Of(Node loss, int samples)
    {
        var terms = new LossTerms(loss, samples);
        terms.Recognise();
        return terms.recognised.Contains(loss) ? terms.Cut() : [];
    }

    private void Recognise()
    {
        foreach (Node node in order)
        {
            if (IsReduced(node) || Carried(node).Length > 0)
            {
                recognised.Add(node);
            }
        }
    }

    private Node[] Cut()
    {
        foreach (Node node in order.Reverse().Where(recognised.Contains))
        {
            // A loss in a product of losses, or in a divisor, is no term: nothing was handed on to it.
            if (!factors.TryGetValue(node, out Factor factor))
            {
                continue;
            }
            if (IsReduced(node))
            {
                AddTerm(node, factor);
            }
            else
            {
                HandOn(node, factor);
            }
        }
        return isMean ? [] : overSamples is null ? [.. fractions] : [overSamples, Node.Scalar(samples), .. fractions];
    }

    private void AddTerm(Node node, Factor factor)
    {
        var op = (ILossOp)node.Op;
        if (op.Fraction(node.Inputs) is { } fraction)
        {
            isMean = false;
            fractions.AddRange(factor.Of(fraction.Sum), fraction.Weight);
        }
        else if (op.Reduction == LossReduction.Sum && factor.Over is { } divisor)
        {
            isMean = false;
            fractions.AddRange((factor with { Over = null }).Of(node), divisor);
        }
        else if (op.Reduction == LossReduction.Sum)
        {
            isMean = false;
            AddOverSamples(factor.Of(node), times: 1);
        }
        else
        {
            AddMean(node, factor);
        }
    }

    private void HandOn(Node node, Factor factor)
    {
        Node[] carried = Carried(node);
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            Node input = node.Inputs[i];
            Factor own = FactorOf(node, i, factor);
            if (!carried.Contains(input))
            {
                if (node.Op is Add or Subtract)
                {
                    AddMean(input, own);
                }
            }
            else
            {
                factors[input] = factors.TryGetValue(input, out Factor before) ? before.Plus(own, input, samples) : own;
            }
        }
    }

    private static Factor FactorOf(Node node, int input, Factor factor) => node.Op switch
    {
        Negate => factor with { Times = -factor.Numerator(node) },
        Subtract when input == 1 => factor with { Times = -factor.Numerator(node) },
        Multiply => factor with { Times = Product(factor.Times, node.Inputs[1 - input]) },
        Divide => factor with { Over = Product(factor.Over, node.Inputs[1]) },
        Cast => new Factor(factor.Times?.Cast(node.Inputs[0].DType), factor.Over?.Cast(node.Inputs[0].DType)),
        _ => factor,
    };

    private void AddMean(Node mean, Factor factor) => AddOverSamples(factor.Of(mean), samples);

    private void AddOverSamples(Node value, int times)
    {
        Node numerator = value.Cast(DType.Float32).Reshape(Shape.Scalar) * times;
        overSamples = overSamples is null ? numerator : overSamples + numerator;
    }

    // The inputs whose losses the node still has: of a product or quotient, those of the only input that has any.
    private Node[] Carried(Node node)
    {
        if (!IsLinear(node))
        {
            return [];
        }
        ReadOnlySpan<Node> inputs = node.Inputs;
        return node.Op switch
        {
            Multiply when recognised.Contains(inputs[0]) == recognised.Contains(inputs[1]) => [],
            Divide when recognised.Contains(inputs[1]) => [],
            _ => [.. inputs.ToArray().Where(recognised.Contains)],
        };
    }

    private static bool IsReduced(Node node) => node.Op is ILossOp { Reduction: not LossReduction.None };

    // Of one element, sums and the like are the element itself.
    private static bool IsLinear(Node node) => node.Shape.Count == 1 && node.DType.IsFloat && node.Op switch
    {
        Add or Subtract or Negate or Multiply or Divide => true,
        Reshape or Broadcast or StopGradient or Sum or Mean or Cast => node.Inputs[0].Shape.Count == 1 && node.Inputs[0].DType.IsFloat,
        _ => false,
    };

    private static Node Product(Node? factor, Node value) => factor is null ? value : factor * value;

    // By what a node counts in the loss, as a fraction; null is 1. What a sum is divided by stays apart: it is what the sum is a mean over.
    private readonly record struct Factor(Node? Times, Node? Over)
    {
        public Node Numerator(Node like) => Times ?? Node.Scalar(1, like.DType);

        public Node Of(Node value) => Over is null ? Product(Times, value) : Product(Times, value) / Over;

        // A node that is divided in two ways counts as a mean over the samples.
        public Factor Plus(Factor other, Node like, int samples)
        {
            if (ReferenceEquals(Over, other.Over))
            {
                return this with { Times = Numerator(like) + other.Numerator(like) };
            }
            Node count = Node.Scalar(samples, like.DType);
            return new Factor((Of(Node.Scalar(1, like.DType)) + other.Of(Node.Scalar(1, like.DType))) * count, count);
        }
    }
}
