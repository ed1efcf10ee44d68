namespace NeuralJit;

/// <summary>
/// Graphs as text and back, one line per value: <c>%12 = add f32[64,128] %8, %1  # fc1 · Mlp.cs:41</c>.
/// </summary>
/// <remarks>
/// <para>
/// A value has a number, an op, a type, the op's attributes in braces, the values that it is computed from and, where it has one, a name:
/// <c>%7 = sum f32[64] {Axes = [1], KeepDims = False} %6 as "loss"</c>. What follows <c>#</c> says where it was made; ∇ marks what
/// differentiation made.
/// </para>
/// <para>
/// Leaves: <c>input f32[64,784] "x"</c>; <c>parameter f32[128,784] "fc1.weight"</c> and <c>state i64[] "step"</c>, the second variable of a
/// name as <c>"step"#2</c>; <c>constant f32[2] {0.5, -0}</c>, with one number where all elements are equal, the bits in hexadecimal where
/// decimals cannot say them (<c>0x7fc00001</c>), and the hash of type and content where there are many elements
/// (<c>{#sha256:0123456789abcdef}</c>; <see cref="ConstantFile"/> keeps those).
/// </para>
/// <para>
/// After the values come the updates (<c>update "fc1.weight" = %40</c>; <c>update state "step" = %9</c> for a variable that is not read)
/// and, as the last line, the results: <c>return %7, %12</c>.
/// </para>
/// </remarks>
public static class GraphText
{
    /// <summary>The graph as text, with the origins of its values or without.</summary>
    public static string Print(Graph graph, bool origins = true) => Print(graph, new GraphTextOptions { Origins = origins });

    /// <summary>The graph as text.</summary>
    /// <exception cref="GraphException">Two nodes were given the same number.</exception>
    public static string Print(Graph graph, GraphTextOptions options) => GraphWriter.Write(graph, options);

    /// <summary>
    /// The graph that the text describes: what <see cref="Print(Graph, GraphTextOptions)"/> wrote, with variables that are new unless the
    /// options supply them. The nodes are those of the text; nothing is shared anew.
    /// </summary>
    /// <exception cref="GraphException">The text is not a graph: one line that begins with the number of the wrong line.</exception>
    public static Graph Parse(string text, GraphParseOptions? options = null) => new GraphReader(text, options ?? new()).Read();
}
