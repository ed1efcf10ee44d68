using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Chooses the values of a row that are kept from the sweep that computes them to later ones: those whose operator costs more than
/// loading them again. Cheap ones are computed again.
/// </summary>
internal static class RowCache
{
    /// <summary>Whether the operator costs no more than a few instructions.</summary>
    public static bool IsCheap(Type op) => op.IsDefined(typeof(FewInstructionsAttribute), inherit: false);

    /// <summary>The values to keep, by position.</summary>
    public static List<int> Choose(LoopKernel kernel)
    {
        KernelBody body = kernel.Body;
        bool[] kept = new bool[body.Values.Count];
        for (int sweep = 1; sweep < kernel.Sweeps; sweep++)
        {
            var roots = kernel.Reductions.Where(r => body.Values[r].Sweep == sweep + 1).Select(r => body.Values[r].Inputs[0])
                .Concat(body.Stores.Where(s => body.Values[s.Value].Sweep == sweep).Select(s => s.Value));
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
                if (value.Sweep < sweep && value.Kind == ValueKind.Operation && !value.IsBool && !IsCheap(value.Operator!))
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
