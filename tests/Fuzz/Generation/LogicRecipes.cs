namespace NeuralJit.Fuzz;

/// <summary>Comparisons, logic, and choices: masks as masks and as numbers.</summary>
internal static class LogicRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        Compare("Less op_LessThan", (d, a, b) =>
            d.OneIn(3) ? a < d.Constant() : d.OneIn(3) ? d.Constant() < a : d.OneIn(2) ? a.Less(b) : a < b),
        Compare("LessOrEqual op_LessThanOrEqual", (d, a, b) =>
            d.OneIn(3) ? a <= d.Constant() : d.OneIn(3) ? d.Constant() <= a : d.OneIn(2) ? a.LessOrEqual(b) : a <= b),
        Compare("Greater op_GreaterThan", (d, a, b) =>
            d.OneIn(3) ? a > d.Constant() : d.OneIn(3) ? d.Constant() > a : d.OneIn(2) ? a.Greater(b) : a > b),
        Compare("GreaterOrEqual op_GreaterThanOrEqual", (d, a, b) =>
            d.OneIn(3) ? a >= d.Constant() : d.OneIn(3) ? d.Constant() >= a : d.OneIn(2) ? a.GreaterOrEqual(b) : a >= b),
        Compare("Equal", (d, a, b) => d.OneIn(3) ? a.Equal(d.Constant()) : a.Equal(b)),
        Compare("NotEqual", (d, a, b) => d.OneIn(3) ? a.NotEqual(d.Constant()) : a.NotEqual(b)),
        new("op_BitwiseAnd", d => d.Mask() is var a ? a & d.Partner(a) : null, 1),
        new("op_BitwiseOr", d => d.Mask() is var a ? a | d.Partner(a) : null, 1),
        new("op_ExclusiveOr", d => d.Mask() is var a ? a ^ d.Partner(a) : null, 1),
        new("op_LogicalNot", d => !d.Mask(), 1),
        new("IsNaN", d => d.Float().IsNaN(), 1),
        new("IsInf", d => d.Float().IsInf(), 1),
        new("Where", Choose, 5),
        new("MaskAsNumber", AsNumber, 4),
    ];

    private static Recipe Compare(string names, Func<Draft, Node, Node, Node> function) => new(names, d =>
    {
        Node a = d.OneIn(4) ? d.Whole() : d.OneIn(12) ? d.Mask() : d.Float(), b = d.Partner(a);
        // Small constants are no values of an unsigned or a bool type.
        return a.DType.IsFloat ? function(d, a, b) : names[0] switch
        {
            'L' => names.StartsWith("LessO", StringComparison.Ordinal) ? a <= b : a < b,
            'G' => names.StartsWith("GreaterO", StringComparison.Ordinal) ? a >= b : a > b,
            'E' => a.Equal(b),
            _ => a.NotEqual(b),
        };
    }, 1);

    private static Node Choose(Draft d)
    {
        Node a = d.OneIn(4) ? d.Any() : d.Float(), b = d.Partner(a), mask = d.MaskFor(Shape.Broadcast(a.Shape, b.Shape)!);
        return !a.DType.IsComputeFloat ? Node.Where(mask, a, b)
            : d.Random.Next(
                4) switch
            { 0 => Node.Where(mask, a, d.Constant()), 1 => Node.Where(mask, d.Constant(), b), _ => Node.Where(mask, a, b) };
    }

    // One mask used in both ways within one kernel.
    private static Node AsNumber(Draft d)
    {
        Node x = d.Float(), mask = d.MaskFor(x.Shape), number = mask.Cast(x.DType);
        return d.Random.Next(3) switch
        {
            0 => Node.Where(mask, x, -x) + number * 10,
            1 => x * number,
            _ => (x * number).Sum() / (number.Sum() + 1) + Node.Where(mask, x, 0),
        };
    }
}
