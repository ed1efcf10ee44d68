using System.Runtime.CompilerServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Gives nodes their values, one op at a time, with the kernels of NeuralJit.Kernels.</summary>
internal static class EagerExecutor
{
    /// <summary>Computes the value of a node whose inputs have theirs.</summary>
    public static void Evaluate(Node node, GraphTrace trace)
    {
        foreach (Node input in node.Inputs)
        {
            if (input.Value is null)
            {
                throw new GraphException(
                    $"eager {node.Op.Name}: its input {input.Op.Name} {input.Type} has no value, it was made in symbolic mode or "
                    + $"without a trace" +
                    GraphTrace.DescribeThread(input.Thread));
            }
        }
        node.Value = node.Op switch
        {
            VariableRead read => new EagerValue(read.Variable.Value.Storage, node.DType, Layout.Dense(node.Shape), read.Variable),
            ConstantOp constant => new EagerValue(constant.Data.Storage, node.DType, Layout.Dense(node.Shape)),
            InputOp => throw new GraphException(
                $"eager: {node.Type} \"{node.Op.Attributes}\" is a symbolic input; under eager mode make values with Node.From"),
            ViewOp view when view.Map(node.Inputs[0].Value!.Layout, node.Shape) is { } layout => node.Inputs[0].Value!.As(layout),
            CompositeOp composite when !composite.HasKernel(node.Inputs) => composite.Expand(node.Inputs).Value,
            _ => Compute(node, trace),
        };
    }

    /// <summary>
    /// Copies values into variables, all at once: every value is as it was before the first write, and what can go wrong goes wrong before
    /// it.
    /// </summary>
    public static void Assign(ReadOnlySpan<Update> updates)
    {
        var sources = new TensorView[updates.Length];
        var copies = new List<TensorData>();
        HashSet<Storage> targets = new(updates.Length, ReferenceEqualityComparer.Instance);
        foreach (Update update in updates)
        {
            targets.Add(update.Variable.Value.Storage);
        }
        for (int i = 0; i < sources.Length; i++)
        {
            EagerValue value = EagerExtensions.ValueOf(updates[i].Value);
            sources[i] = value.View;
            if (targets.Contains(value.Storage))
            {
                copies.Add(value.Data);
                sources[i] = copies[^1].View;
            }
        }
        for (int i = 0; i < sources.Length; i++)
        {
            StridedCopying.Copy(sources[i], updates[i].Variable.Value.View);
            updates[i].Variable.MarkChanged();
            GC.KeepAlive(updates[i].Value);
        }
        GC.KeepAlive(copies);
    }

    private static EagerValue Compute(Node node, GraphTrace trace)
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
