using System.Numerics.Tensors;

namespace NeuralJit;

/// <summary>Reading values and gradients under eager mode.</summary>
public static class EagerExtensions
{
    extension(Node node)
    {
        /// <summary>A dense copy of the node's value.</summary>
        /// <exception cref="GraphException">The node is symbolic, was released, or read a variable that was updated since.</exception>
        public TensorData Data => ValueOf(node).Data;

        /// <summary>The value's elements in row-major order.</summary>
        public T[] ToArray<T>() where T : unmanaged => ValueOf(node).Data.Span<T>().ToArray();

        /// <summary>The value as a tensor of System.Numerics.Tensors.</summary>
        public Tensor<T> ToTensor<T>() where T : unmanaged => ValueOf(node).Data.ToTensor<T>();

        /// <summary>The only element of the value.</summary>
        public T Item<T>() where T : unmanaged => ValueOf(node).Data.Item<T>();

        /// <summary>
        /// Computes the gradient of this value (one element) and adds it to <see cref="Parameter.Gradient"/> of every parameter
        /// that it was computed from and that requires one.
        /// </summary>
        public void Backward()
        {
            ValueOf(node);
            node.Backward(node.Shape.Count == 1
                ? node.FilledLike(1)
                : throw new GraphException($"backward: the value is {node.Type}; without a seed it needs one element. Sum it, or give a seed of its shape"));
        }

        /// <summary>As <see cref="Backward(Node)"/> for a value of any shape, with the gradient that arrives at it.</summary>
        public void Backward(Node seed)
        {
            ValueOf(node);
            Node[] leaves = [.. TopologicalOrder.Of([node], stop: null)
                .Where(n => n.Op is VariableRead { Variable: Parameter { RequiresGradient: true } })];
            Node?[] gradients = Gradients.TryOf([node], [seed], leaves);
            for (int i = 0; i < leaves.Length; i++)
            {
                if (gradients[i] is { } gradient)
                {
                    Add((Parameter)((VariableRead)leaves[i].Op).Variable, gradient);
                }
            }
        }
    }

    private static void Add(Parameter parameter, Node gradient)
    {
        if (parameter.Gradient is { } sum)
        {
            gradient += Node.Constant(sum);
        }
        parameter.Gradient = gradient.Data;
    }

    private static EagerValue ValueOf(Node node) => node.Value
        ?? throw new GraphException($"{node.Op.Name} {node.Type} is symbolic and has no value; compile the graph, or run under Trace.Eager()");
}
