using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Chooses the values of a row that are kept from the pass that computes them to later passes: those whose operator costs more than
/// loading them again. Cheap ones are computed again.
/// </summary>
internal static class RowCache
{
    private static readonly HashSet<Type> Cheap =
    [
        typeof(AddOperator), typeof(SubtractOperator), typeof(MultiplyOperator), typeof(NegateOperator), typeof(AbsOperator),
            typeof(SquareOperator),
        typeof(ReluOperator), typeof(MaximumOperator), typeof(MinimumOperator), typeof(EqualOperator), typeof(NotEqualOperator),
            typeof(LessOperator),
        typeof(LessOrEqualOperator), typeof(GreaterOperator), typeof(GreaterOrEqualOperator), typeof(AndOperator), typeof(OrOperator),
            typeof(XorOperator), typeof(NotOperator),
    ];

    /// <summary>Whether the operator costs no more than a few instructions.</summary>
    public static bool IsCheap(Type op) => Cheap.Contains(op);

    /// <summary>The values to keep, by position.</summary>
    public static List<int> Choose(LoopKernel kernel)
    {
        KernelBody body = kernel.Body;
        bool[] kept = new bool[body.Values.Count];
        for (int phase = 1; phase < kernel.Phases; phase++)
        {
            var roots = kernel.Reductions.Where(r => body.Values[r].Phase == phase + 1).Select(r => body.Values[r].Inputs[0])
                .Concat(body.Stores.Where(s => body.Values[s.Value].Phase == phase).Select(s => s.Value));
            var stack = new Stack<int>(roots);
            bool[] seen = new bool[kept.Length];
            while (stack.TryPop(out int index))
            {
                Value value = body.Values[index];
                if (!value.IsFull || seen[index])
                {
                    continue;
                }
                seen[index] = true;
                if (value.Phase < phase && value.Kind == ValueKind.Operation && !value.IsBool && !Cheap.Contains(value.Operator!))
                {
                    kept[index] = true;
                    continue;
                }
                foreach (int input in value.Inputs)
                {
                    stack.Push(input);
                }
            }
        }
        return [.. Enumerable.Range(0, kept.Length).Where(i => kept[i])];
    }
}
