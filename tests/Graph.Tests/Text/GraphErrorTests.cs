namespace NeuralJit.Tests;

/// <summary>Text that is no graph: one clear line with the number of the wrong one.</summary>
internal sealed class GraphErrorTests
{
    private const string Leaves = "%0 = input f32[2,3] \"x\"\n%1 = parameter f32[2,3] \"w\"\n";

    [TestCase("%2 = ad f32[2,3] %0, %1", "line 3: unknown op \"ad\"; did you mean \"add\"?")]
    [TestCase("%2 = inptu f32[2,3] \"y\"", "line 3: unknown op \"inptu\"; did you mean \"input\"?")]
    [TestCase("%2 = add f32[2,3] %0", "line 3: add: expected 2 inputs, got 1")]
    [TestCase("%2 = add f32[2,3]", "line 3: add: expected 2 inputs, got 0")]
    [TestCase("%2 = add f32[3,2] %0, %1", "line 3: add gives f32[2,3] here, the text says f32[3,2]")]
    [TestCase("%2 = add f64[2,3] %0, %1", "line 3: add gives f32[2,3] here, the text says f64[2,3]")]
    [TestCase("%2 = matmul f32[2,3] %0, %1", "line 3: matmul: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")]
    [TestCase("%2 = add f32[2,3] %0, %3\n%3 = exp f32[2,3] %0", "line 3: %3 is used before it is defined")]
    [TestCase("%2 = add f32[2,3] %0, %2", "line 3: %2 is used before it is defined")]
    [TestCase("%1 = exp f32[2,3] %0", "line 3: %1 is defined twice")]
    [TestCase("%2 = sum f32[2] {Axis = [1]} %0", "line 3: sum: the attribute Axes is missing")]
    [TestCase("%2 = sum f32[2] {Axes = [1]} %0, ", "line 3: expected '%' and the number of a value, such as %3, got the end of the line")]
    [TestCase(
        "%2 = sum f32[2] {Axes = [1] %0", "line 3: expected attributes in braces that are closed on this line, got \"{Axes = [1] %0\"")]
    [TestCase("%2 = slice f32[1,3] {Starts = [5,0], Counts = [1,3], Steps = [1,1]} %0",
        "line 3: slice: elements 5 to 5 do not exist along axis 0 of f32[2,3]")]
    [TestCase("%2 = resample f32[2,9] {Axis = 1, From = 3, To = 9, Mode = Reflect, Before = 5} %0",
        "line 3: resample: Reflect padding of 5 before and 1 after 3 elements; expected 0 to 2")]
    [TestCase("%2 = resample f32[2,9] {Axis = 1, From = 3, To = 9, Mode = Replicate, Before = 7} %0",
        "line 3: resample: Replicate padding of 7 before and -1 after 3 elements; expected 0 to 2147483647")]
    [TestCase(
        "%2 = reshape f32[1,2,3] {Shape = [1,2,3]} %0\n%3 = max_pool f32[1,2,1] {Window = PoolWindow { Kernel = [1], Strides = "
        + "[2147483647], PadsBefore = [0], PadsAfter = [0], Dilations = [1] }} %2", "line 4: max_pool: stride 2147483647, padding (0, 0) "
        + "and dilation 1 along spatial dimension 0 must be at most 16777216")]
    [TestCase(
        "%2 = constant f32[40] {#sha256:0123456789abcdef}",
        "line 3: the values of constant f32[40] sha256:0123456789abcdef are not given; read the file of constants that was saved "
        + "with the text")]
    [TestCase(
        "%2 = constant f32[40] {#sha256:01}", "line 3: constant: expected a hash such as #sha256:0123456789abcdef, got \"#sha256:01\"")]
    [TestCase("%2 = constant f32[2] {1, 2, 3}", "line 3: constant: f32[2] has 2 elements, got 3; one stands for all")]
    [TestCase("%2 = constant f32[2]", "line 3: expected the elements of the constant, or their hash, in braces, got the end of the line")]
    [TestCase(
        "%2 = constant f64[1000000000] {0}",
        "line 3: with f64[1000000000] the variables and constants take 8,000,000,024 bytes; the most is 1,073,741,824 "
        + "(GraphParseOptions.MostBytes)")]
    [TestCase("%2 = state f32[65536,65536] \"s\"",
        "line 3: a tensor of shape [65536,65536] has more than 2147483647 elements, the most that one tensor can hold")]
    [TestCase("%2 = state f32[99999999999] \"s\"", "line 3: expected a type such as f32[64,128], got \"f32[99999999999] \"s\"\"")]
    [TestCase("%2 = state f33[2] \"s\"", "line 3: expected a type such as f32[64,128], got \"f33[2] \"s\"\"")]
    [TestCase("%2 = exp", "line 3: expected a type such as f32[64,128], got the end of the line")]
    [TestCase("%2", "line 3: expected '=' and an op after the number of the value, got the end of the line")]
    [TestCase("%2 = ", "line 3: expected the name of an op, got the end of the line")]
    [TestCase("%99999999999 = exp f32[2,3] %0", "line 3: %99999999999 is no number of a value: the greatest is %2147483647")]
    [TestCase("%2 = input f32[2,3] y", "line 3: expected the name of the input in quotes, got \"y\"")]
    [TestCase("%2 = input f32[2,3] \"y",
        "line 3: expected a name in quotes that ends on this line, with the escapes \\\", \\\\ and \\u0000, got \"\"y\"")]
    [TestCase("%2 = input f32[2,3] \"y\" %0", "line 3: expected nothing after the value, got \"%0\"")]
    [TestCase("%2 = state f32[2,3] \"w\"", "line 3: \"w\" is parameter f32[2,3], not state f32[2,3]")]
    [TestCase("%2 = parameter f32[3,2] \"w\"", "line 3: \"w\" is parameter f32[2,3], not parameter f32[3,2]")]
    [TestCase("%2 = exp f32[2,3] %0 as loss", "line 3: expected a name in quotes after \"as\", got \"loss\"")]
    [TestCase("%2 = exp f32[2,3] %0 loss", "line 3: expected nothing after the value, got \"loss\"")]
    [TestCase("update \"w\" = %0\nupdate \"w\" = %1", "line 4: \"w\" is updated twice")]
    [TestCase("update \"v\" = %0", "line 3: \"v\" is updated but not read; say what it is: update state \"v\" = …")]
    [TestCase("%2 = sum f32[2] {Axes = [1]} %0\nupdate \"w\" = %2", "line 4: \"w\" is parameter f32[2,3], not parameter f32[2]")]
    [TestCase("update w = %0", "line 3: expected the name of a variable in quotes, got \"w = %0\"")]
    [TestCase("retrun %0", "line 3: expected a value such as \"%2 = add f32[3] %0, %1\", an update or a return, got \"retrun %0\"")]
    [TestCase("return %7", "line 3: %7 is not defined")]
    [TestCase("return %0\n%2 = exp f32[2,3] %0", "line 4: expected nothing after the line \"return …\", got \"%2 = exp f32[2,3] %0\"")]
    [TestCase("%2 = exp f32[2,3] %0", "line 3: the text ends without a line \"return …\"; is it cut off?")]
    public void After_two_leaves(string rest, string message) =>
        Assert.That(() => GraphText.Parse(Leaves + rest), Throws.TypeOf<GraphException>().With.Message.EqualTo(message)
            .Or.TypeOf<GraphException>().With.Message.StartsWith(message + ";"));

    [TestCase("")]
    [TestCase("\n\n  \n# nothing\n")]
    public void Nothing_at_all(string text) =>
        Assert.That(() => GraphText.Parse(text), Throws.TypeOf<GraphException>().With.Message.StartsWith("the text has no graph"));

    [Test]
    public void A_graph_of_no_values() =>
        Assert.That(() => GraphText.Parse("return\n"),
            Throws.TypeOf<GraphException>().With.Message.EqualTo("line 2: the graph has no values: there is nothing to compute"));

    [Test]
    public void Every_part_of_a_text_but_the_whole_is_an_error()
    {
        Node x = Node.Input("x", [2, 3]);
        Parameter w = new(TensorData.From([4, 3], new float[12]), "w");
        string text = GraphText.Print(Graph.Create([x], [x.Linear(w).Sum(1)], [new Update(w, w.Read() * 2)])).TrimEnd();
        for (int length = 0; length < text.Length; length++)
        {
            // Cut before the results, a text is still whole: nothing says how many there are.
            if (!text[..length].TrimEnd().EndsWith("return", StringComparison.Ordinal))
            {
                Assert.That(() => GraphText.Parse(text[..length]), Throws.TypeOf<GraphException>(), text[..length]);
            }
        }
        Assert.That(GraphText.Print(GraphText.Parse(text)), Is.EqualTo(text + "\n"));
    }

    [Test]
    public void What_a_caller_supplies_must_be_what_the_text_says()
    {
        var options =
            new GraphParseOptions { Variables = _ => new State(TensorData.From([2], 1, 2), "w"), Constants = _ => Samples.Uniform([40]) };
        Assert.That(() => GraphText.Parse("%0 = parameter f32[2] \"w\"\nreturn %0", options),
            Throws.TypeOf<GraphException>().With.Message.EqualTo("line 1: \"w\" is state f32[2], not parameter f32[2]"));
        Assert.That(() => GraphText.Parse("%0 = constant f32[40] {#sha256:0123456789abcdef}\nreturn %0", options),
            Throws.TypeOf<GraphException>().With.Message.Contains("the values given for it are another tensor"));
        Parameter one = new(TensorData.From([2], 1, 2), "v");
        Assert.That(
            () => GraphText.Parse(
            "%0 = parameter f32[2] \"v\"\n%1 = parameter f32[2] \"w\"\nreturn %0, %1", new GraphParseOptions { Variables = _ => one }),
            Throws.TypeOf<GraphException>().With.Message.Contains("was given for another name as well"));
    }

    [Test]
    public void Comments_empty_lines_and_windows_line_ends_do_not_matter()
    {
        Graph graph = GraphText.Parse(
            "\uFEFF# a graph\r\n\r\n  %0 = input f32[2] \"x\"\r\n\t%5 = exp f32[2] %0 # here\r\nreturn %5\r\n\r\n# the end");
        Assert.That(GraphText.Print(graph), Is.EqualTo("%0 = input f32[2] \"x\"\n%1 = exp f32[2] %0  # here\nreturn %1\n"));
    }
}
