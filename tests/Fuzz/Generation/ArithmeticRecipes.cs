namespace NeuralJit.Fuzz;

/// <summary>Functions of two numbers, of floats and of integers, and casts.</summary>
internal static class ArithmeticRecipes
{
    private static readonly DType[] AllTypes = Enum.GetValues<DType>();

    public static IReadOnlyList<Recipe> All { get; } =
    [
        Pair("op_Addition", (d, a, b) => d.OneIn(4) ? a + d.Constant() : d.OneIn(8) ? d.Constant() + a : a + b, 6),
        Pair("op_Subtraction", (d, a, b) => d.OneIn(4) ? a - d.Constant() : d.OneIn(8) ? d.Constant() - a : a - b, 4),
        Pair("op_Multiply", (d, a, b) => d.OneIn(4) ? a * d.Constant() : d.OneIn(8) ? d.Constant() * a : a * b, 6),
        Pair("op_Division", (d, a, b) =>
            d.OneIn(4) ? a / d.Of(2, 3.0, -0.5, 8) : d.OneIn(8) ? 1 / (a.Square() + 1) : a / (d.Wild ? b : b.Square() + 0.5), 3),
        Pair("op_Modulus", (d, a, b) =>
            d.OneIn(4) ? a % d.Of(2, 0.75) : d.OneIn(8) ? 3.5 % (a.Abs() + 1) : a % (d.Wild ? b : b.Abs() + 0.5), 1),
        Pair("Pow", (d, a, b) =>
            d.OneIn(2) ? (d.OneIn(2) ? a.Abs() + 0.25 : a).Pow(d.Of(2, 3, 1, 0, 0.5, -1, 2.5)) : (a.Abs() + 0.5).Pow(b * 0.5), 2),
        Pair("Maximum", (d, a, b) => d.OneIn(3) ? a.Maximum(d.Constant()) : a.Maximum(b)),
        Pair("Minimum", (d, a, b) => d.OneIn(3) ? a.Minimum(d.Constant()) : a.Minimum(b)),
        Pair("Atan2", (d, a, b) => d.OneIn(3) ? a.Atan2(0.5) : a.Atan2(b), 1),
        new("op_UnaryNegation", d => -(d.OneIn(2) ? d.Float() : d.Whole())),
        new("Abs", d => (d.OneIn(2) ? d.Float() : d.Whole()).Abs()),
        new("Sign", d => (d.OneIn(2) ? d.Float() : d.Whole()).Sign(), 1),
        new("Square", d => (d.OneIn(2) ? d.Float() : d.Whole()).Square()),
        new("Whole", Whole, 6),
        new("Cast", d => d.Any().Cast(d.Of(AllTypes)), 4),
        new("CastBack", d => d.Any().Cast(d.Of(AllTypes)).Cast(d.Main), 4),
        new("Scaled", d => d.Float() * d.Of(0.5, 0.1, 3, -1, 1, 0)),
    ];

    private static Recipe Pair(string name, Func<Draft, Node, Node, Node> function, int weight = 2) => new(name, d =>
    {
        Node a = d.Float();
        Node b = d.Partner(a);
        return d.OneIn(2) ? function(d, a, b) : function(d, b, a);
    }, weight);

    // Integers wrap, divide towards 0, and know 0 as a divisor.
    private static Node Whole(Draft d)
    {
        Node a = d.Whole(), b = d.Partner(a);
        return d.Random.Next(11) switch
        {
            0 => a + b,
            1 => a - b,
            2 => a * b,
            3 => a / b,
            4 => a % b,
            5 => a.Maximum(b),
            6 => a.Minimum(b),
            7 => a & b,
            8 => a | b,
            9 => a ^ b,
            _ => a.Pow(b % 5),
        };
    }
}
