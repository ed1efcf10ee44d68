namespace NeuralJit.Tests;

/// <summary>Single ops as text.</summary>
internal sealed class OpTextTests
{
    private static IEnumerable<Op> Ops => OpTable.All.SelectMany(row => row.ToGraph().Nodes.ToArray()).Select(node => node.Op)
        .Where(op => op is not (InputOp or VariableRead or ConstantOp or CustomGradient)).Distinct();

    [Test]
    public void Every_op_of_the_op_table_is_equal_to_what_its_text_says() =>
        Assert.That(Ops.Where(op => !OpText.Parse(OpText.Print(op)).Equals(op)).Select(OpText.Print), Is.Empty);

    [TestCase("concat {Axis = 1}")]
    [TestCase("elu {Alpha = -0, Scale = 1E-300, InputScale = NaN}")]
    [TestCase("leaky_relu {Slope = -Infinity}")]
    [TestCase("cross_entropy {Reduction = Sum, IgnoreIndex = -9223372036854775808, LabelSmoothing = 0.1}")]
    [TestCase("reshape {Shape = []}")]
    [TestCase("conv {Window = ConvWindow { Strides = [2,1], PadsBefore = [0,1], PadsAfter = [0,1], Dilations = [1,1], Groups = 3 }}")]
    [TestCase("custom_gradient {Rule = \"<Main>b__0, \\\"}\"}")]
    public void Text_is_printed_as_it_was(string text) => Assert.That(OpText.Print(OpText.Parse(text)), Is.EqualTo(text));

    [TestCase("sum {Axes=[ 0 , 1 ]}", "sum {Axes = [0,1], KeepDims = False}")]
    [TestCase("  add  # sum of two", "add")]
    [TestCase("relu {}", "relu")]
    public void Spaces_do_not_matter_and_defaults_can_be_left_out(string text, string printed) =>
        Assert.That(OpText.Print(OpText.Parse(text)), Is.EqualTo(printed));

    [TestCase("", "expected the name of an op, got the end of the line")]
    [TestCase("3x", "expected the name of an op, got \"3x\"")]
    [TestCase("ad", "unknown op \"ad\"; did you mean \"add\"?")]
    [TestCase("convolution_of_everything", "unknown op \"convolution_of_everything\"")]
    [TestCase("constant {1}", "constant is a leaf: only the text of a graph can have it")]
    [TestCase("add relu", "expected nothing after the op, got \"relu\"")]
    [TestCase("concat", "concat: the attribute Axis is missing")]
    [TestCase("concat {Axes = 1}", "concat: the attribute Axis is missing")]
    [TestCase("concat {Axis = 1, Axis = 1}", "concat: Axis is given twice")]
    [TestCase("concat {Axis = 1, Keep = True}", "concat: unknown attribute \"Keep\"; it has Axis")]
    [TestCase("sum {Axes = [0], KeepDim = True}", "sum: unknown attribute \"KeepDim\"; did you mean \"KeepDims\"?; it has Axes, KeepDims")]
    [TestCase("relu {Axis = 1}", "relu: unknown attribute \"Axis\"; it has no attributes")]
    [TestCase("concat {Axis = 1", "expected attributes in braces that are closed on this line, got \"{Axis = 1\"")]
    [TestCase("concat {Axis}", "concat: expected attributes such as Axis = 1, got \"Axis\"")]
    [TestCase("concat {Axis = }", "concat: Axis: expected a value and, before the next attribute, a comma")]
    [TestCase("concat {Axis = 1,}", "concat: Axis: expected a value and, before the next attribute, a comma")]
    [TestCase("concat {Axis = 99999999999}", "concat: Axis: expected a whole number of 32 bits, got \"99999999999\"")]
    [TestCase("concat {Axis = [1]}", "concat: Axis: expected a whole number of 32 bits, got \"[1]\"")]
    [TestCase("sum {Axes = [0,0]}", "sum: Axes: expected different axes from 0 to 15 such as [0,2], got \"[0,0]\"")]
    [TestCase("sum {Axes = [16]}", "sum: Axes: expected different axes from 0 to 15 such as [0,2], got \"[16]\"")]
    [TestCase("sum {Axes = [0], KeepDims = 1}", "sum: KeepDims: expected True or False, got \"1\"")]
    [TestCase("leaky_relu {Slope = 1e999}", "leaky_relu: Slope: expected a number such as 0.5, NaN or -Infinity, got \"1e999\"")]
    [TestCase("mse_loss {Reduction = 1}", "mse_loss: Reduction: expected one of Mean, Sum, None, BatchMean, got \"1\"")]
    [TestCase("cast {Target = f32}", "cast: Target: expected one of Bool, UInt8")]
    [TestCase("reshape {Shape = [2,]}", "reshape: Shape: expected extents such as [64,128], got \"[2,]\"")]
    [TestCase("reshape {Shape = [-2]}", "extents must not be negative")]
    [TestCase("reshape {Shape = [65536,65536]}", "more than 2147483647 elements")]
    [TestCase("iota {Type = f33[2], Axis = 0}", "iota: Type: expected a type such as f32[64,128], got \"f33[2]\"")]
    [TestCase("max_pool {Window = PoolWindow}", "max_pool: Window: expected PoolWindow { … }, got \"PoolWindow\"")]
    [TestCase("max_pool {Window = PoolWindow { Kernel = [2] }}", "max_pool: Window: the attribute Strides is missing")]
    [TestCase("custom_gradient {Rule = x}", "custom_gradient: Rule: expected text in quotes, got \"x\"")]
    public void A_mistake_is_one_clear_line(string text, string message) =>
        Assert.That(() => OpText.Parse(text), Throws.InstanceOf<GraphException>().With.Message.StartsWith(message)
            .Or.InstanceOf<ShapeException>().With.Message.Contains(message));

    [Test]
    public void Ops_of_ones_own_are_added_to_a_catalog()
    {
        OpCatalog catalog = OpCatalog.Default.With("clip_by", a => new ClipBy(a.AsDouble("Low"), a.AsDouble("High")));
        Op op = OpText.Parse("clip_by {Low = -1, High = 0.5}", catalog);
        Assert.That(op, Is.EqualTo(new ClipBy(-1, 0.5)));
        Assert.That(OpText.Print(op), Is.EqualTo("clip_by {Low = -1, High = 0.5}"));
        Assert.That(() => OpText.Parse("clip_by {Low = 1, High = 0}", catalog), Throws.TypeOf<GraphException>()
            .With.Message.Contains("clip_by: the attributes {Low = 1, High = 0} do not fit together: upside down"));
        Assert.That(
            () => OpText.Parse("clip_by {Low = 1, High = 0}"), Throws.TypeOf<GraphException>().With.Message.StartsWith("unknown op"));
    }

    [Test]
    public void A_gradient_rule_that_was_read_has_a_value_and_no_gradient()
    {
        Node x = Node.Input("x", [2]);
        Node y = Node.Apply(OpText.Parse("custom_gradient {Rule = \"Clip\"}"), x, x.Exp());
        Assert.That(y.Type, Is.EqualTo(x.Type));
        Assert.That(() => Gradients.Of(y.Sum(), x),
            Throws.TypeOf<GraphException>().With.Message.StartsWith("custom_gradient: the rule Clip is known by name only"));
    }

    private sealed record ClipBy : Op
    {
        public ClipBy(double low, double high) => (Low, High) = low <= high ? (low, high) : throw new ArgumentException("upside down");

        public double Low { get; }

        public double High { get; }

        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => throw new NotSupportedException();
    }
}
