using System.Runtime.CompilerServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Gives nodes their values, one op at a time, with the kernels of NeuralJit.Kernels.</summary>
internal static class EagerExecutor
{
    /// <summary>Computes the value of a node whose inputs have theirs.</summary>
    public static void Evaluate(Node node, Trace trace)
    {
        foreach (Node input in node.Inputs)
        {
            if (input.Value is null)
            {
                throw new GraphException($"eager {node.Op.Name}: its input {input.Op.Name} {input.Type} was made in symbolic mode and has no value");
            }
        }
        node.Value = node.Op switch
        {
            VariableRead read => new EagerValue(read.Variable.Value.Storage, node.DType, Layout.Dense(node.Shape), read.Variable),
            ConstantOp constant => new EagerValue(constant.Data.Storage, node.DType, Layout.Dense(node.Shape)),
            InputOp => throw new GraphException($"eager: {node.Type} \"{node.Op.Attributes}\" is a symbolic input; under eager mode make values with Node.From"),
            ViewOp view when view.Map(node.Inputs[0].Value!.Layout, node.Shape) is { } layout => node.Inputs[0].Value!.As(layout),
            CompositeOp composite when !composite.HasKernel(node.Inputs) => composite.Expand(node.Inputs).Value,
            _ => Compute(node, trace),
        };
    }

    /// <summary>Copies a value into a variable.</summary>
    public static void Assign(Variable variable, Node value)
    {
        StridedCopying.Copy(value.Value!.View, variable.Value.View);
        variable.MarkChanged();
    }

    private static EagerValue Compute(Node node, Trace trace)
    {
        EagerValue result = trace.Memory.Rent(node.Type);
        int count = node.Inputs.Length;
        var few = new FewViews();
        Span<TensorView> views = count <= FewViews.Length ? ((Span<TensorView>)few)[..count] : new TensorView[count];
        for (int i = 0; i < count; i++)
        {
            views[i] = node.Inputs[i].Value!.View;
        }
        node.Op.Evaluate(views, result.View);
        GC.KeepAlive(node);
        return result;
    }

    [InlineArray(Length)]
    private struct FewViews
    {
        public const int Length = 8;
        private TensorView first;
    }
}
