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
                : throw new GraphException(
                    $"backward: the value is {node.Type}; without a seed it needs one element. Sum it, or give a seed of its shape"));
        }

        /// <summary>As <see cref="Backward(Node)"/> for a value of any shape, with the gradient that arrives at it.</summary>
        public void Backward(Node seed)
        {
            ValueOf(node);
            (Variable, Node)[] reads = [.. TopologicalOrder.Of([node], stop: null)
                .Where(n => n.Op is VariableRead { Variable: Parameter { RequiresGradient: true } })
                .Select(n => (((VariableRead)n.Op).Variable, n))];
            // All sums are found before the first is stored: what goes wrong changes nothing.
            (Parameter Parameter, TensorData Sum)[] sums = [.. Gradients.OfVariables(node, seed, reads)
                .Select(g => (Parameter: (Parameter)g.Key, Gradient: g.Value))
                .Select(g => (g.Parameter, Sum(g.Parameter, g.Gradient)))];
            foreach ((Parameter parameter, TensorData sum) in sums)
            {
                parameter.Gradient = sum;
            }
        }
    }

    /// <summary>The value of a node.</summary>
    /// <exception cref="GraphException">It has none.</exception>
    internal static EagerValue ValueOf(Node node) => node.Value
        ?? throw new GraphException($"{node.Op.Name} {node.Type} is symbolic and has no value; " + (GraphTrace.Current is { IsEager: false }
            ? "a graph is being made for all values: where an `if` would look at one, Node.Where(condition, a, b) chooses "
            + "between two results" + GraphTrace.DescribePlace()
            : "compile the graph, or run under GraphTrace.Eager(); it was made" +
                (GraphTrace.DescribeThread(node.Thread) is { Length: > 0 }
                    where ? where : " on this thread in symbolic mode or without a trace")));

    private static TensorData Sum(Parameter parameter, Node gradient) => parameter.Gradient is { } before
        ? (gradient + Node.Constant(before)).Data
        : gradient.Data;
}
