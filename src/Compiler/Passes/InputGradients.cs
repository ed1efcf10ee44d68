namespace NeuralJit.Compilation;

/// <summary>
/// The gradient of a convolution's input as convolutions of dy with stride 1. The element at s·q + f of the padded input (phase f of a
/// stride of s) was read by the kernel's elements k with k·dilation = s·m + f, for the result at q − m: so each phase is a convolution of
/// dy with those elements turned around, and the input gradient is made of its phases.
/// </summary>
internal static class InputGradients
{
    /// <summary>The gradient: one convolution for stride 1, else one per phase.</summary>
    public static Node AsConvs(Node node, ConvWindow window)
    {
        int rank = window.Rank;
        Shape input = node.Shape;
        Phase[][] phases = [.. Enumerable.Range(0, rank).Select(d => PhasesOf(window, d, input[d + 2], node.Inputs[1].Shape[d + 2]))];
        IEnumerable<Phase[]> all = [[]];
        foreach (Phase[] along in phases)
        {
            all = all.SelectMany(_ => along, (before, phase) => (Phase[])[.. before, phase]);
        }
        Phase[][] parts = [.. all];
        if (window.Strides.AllAre(1))
        {
            return Part(node, window, parts[0]);
        }
        Node[] gradients = [.. parts.Select(p => Part(node, window, p))];
        bool whole = gradients.Sum(g => g.Shape.Count) == input.Count;
        return gradients.Length == 0
            ? Node.Zeros(input, node.DType)
            : Node.Apply(new Interleave(
                input, window.Strides, IntList.Create([.. parts.SelectMany(p => p.Select(phase => phase.Start))]), whole), gradients);
    }

    private static Node Part(Node node, ConvWindow window, Phase[] phase)
    {
        Node dy = node.Inputs[0], w = node.Inputs[1];
        int rank = window.Rank;
        int[] low = new int[rank], high = new int[rank], cutLow = new int[rank], cutHigh = new int[rank];
        for (int d = 0; d < rank; d++)
        {
            int reach = (phase[d].Taps - 1) * phase[d].Dilation;
            int before = reach - phase[d].Shift, after = phase[d].Count + reach - dy.Shape[d + 2] - before;
            (low[d], cutLow[d]) = (Math.Max(0, before), Math.Max(0, -before));
            (high[d], cutHigh[d]) = (Math.Max(0, after), Math.Max(0, -after));
        }
        Shape cut = [dy.Shape[0], dy.Shape[1], .. Enumerable.Range(0, rank).Select(d => dy.Shape[d + 2] - cutLow[d] - cutHigh[d])];
        Node x = cut.Equals(dy.Shape) ? dy : Node.Apply(new Slice([0, 0, .. cutLow], cut, IntList.Repeat(1, rank + 2)), dy);
        Shape touching = [w.Shape[0], w.Shape[1], .. phase.Select(p => p.Taps)];
        Node taps = touching.Equals(w.Shape)
            ? w
            : Node.Apply(new Slice([0, 0, .. phase.Select(p => p.FirstTap)], touching, [1, 1, .. phase.Select(p => p.TapStep)]), w);
        var turned = new ConvWindow(IntList.Repeat(1, rank), IntList.Create(low), IntList.Create(high),
            IntList.Create([.. phase.Select(p => p.Dilation)]), window.Groups);
        return Node.Apply(new Conv(turned), x, Turned(taps, window.Groups));
    }

    /// <summary>The phases along one dimension that the kernel touches and that have elements of the input.</summary>
    private static Phase[] PhasesOf(ConvWindow window, int d, int input, int kernel)
    {
        int stride = window.Strides[d], dilation = window.Dilations[d], before = window.PadsBefore[d];
        var phases = new List<Phase>();
        for (int f = 0; f < stride; f++)
        {
            int[] taps = [.. Enumerable.Range(0, kernel).Where(k => k * dilation % stride == f)];
            int first = before <= f ? 0 : (before - f + stride - 1) / stride, start = (first * stride) + f - before;
            if (taps.Length == 0 || start >= input)
            {
                continue;
            }
            int step = taps.Length > 1 ? taps[1] - taps[0] : 1;
            int count = ((input - 1 - start) / stride) + 1;
            phases.Add(new Phase(
                start, count, taps[0], taps.Length, step, Math.Max(1, step * dilation / stride), first - (taps[0] * dilation / stride)));
        }
        return [.. phases];
    }

    /// <summary>(outputs, inputs / groups, kernel…) → (inputs, outputs / groups, kernel turned around…).</summary>
    private static Node Turned(Node w, int groups)
    {
        int outputs = w.Shape[0] / groups, inputs = w.Shape[1], rank = w.Rank - 2;
        Node split = w.Reshape([groups, outputs, inputs, .. w.Shape.Extents[2..]]);
        Node exchanged = split.Permute([0, 2, 1, .. Enumerable.Range(3, rank)]).Reverse(new Axes(Axes.All(rank).Mask << 3));
        return exchanged.Reshape([groups * inputs, outputs, .. w.Shape.Extents[2..]]);
    }

    /// <summary>A phase along one dimension.</summary>
    /// <param name="Start">Its first element of the input.</param>
    /// <param name="Count">Its elements.</param>
    /// <param name="FirstTap">The first element of the kernel that touches it.</param>
    /// <param name="Taps">How many do.</param>
    /// <param name="TapStep">Elements of the kernel from one of them to the next.</param>
    /// <param name="Dilation">Results between those that neighbouring ones of them give it.</param>
    /// <param name="Shift">The result that its first element has from the first of them.</param>
    private readonly record struct Phase(int Start, int Count, int FirstTap, int Taps, int TapStep, int Dilation, int Shift);
}
