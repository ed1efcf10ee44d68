namespace NeuralJit;

/// <summary>Activations that are another one in a different form.</summary>
public static class ActivationForms
{
    extension(Node x)
    {
        /// <summary>Softmax of −x: the smallest is weighed most.</summary>
        public Node Softmin(int axis = -1) => (-x).Softmax(axis);

        /// <summary>a · σ(b), where a and b are the halves of x along an axis: Dauphin et al. 2016.</summary>
        /// <exception cref="ShapeException">The extent is odd.</exception>
        public Node Glu(int axis = -1)
        {
            int at = x.Shape.Axis(axis), half = x.Shape[at] / 2;
            return x.Shape[at] % 2 == 0
                ? x.Narrow(at, 0, half) * x.Narrow(at, half, half).Sigmoid()
                : throw new ShapeException($"glu: axis {axis} of {x.Type} has the odd extent {x.Shape[at]}; it is halved");
        }
    }
}
