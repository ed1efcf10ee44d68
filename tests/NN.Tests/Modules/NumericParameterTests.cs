using System.Reflection;

namespace NeuralJit.NN.Tests;

/// <summary>
/// Law: each number that a layer, a loss or an optimiser is made with is refused by name where the formula has no value for it, and
/// otherwise gives finite results. The constructors are found by reflection, so a new one is tested without a line here.
/// </summary>
public sealed class NumericParameterTests
{
    private const double Huge = 1e15;
    private const double BeyondFloat32 = 1e39;
    private const double BelowFloat32 = 1e-46;
    private const string GreatestInteger = "2147483647";

    private static readonly double[] Numbers =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 0, Huge, BeyondFloat32, BelowFloat32];
    private static readonly int[] Integers = [int.MinValue, -1, 0, int.MaxValue];

    // What is put in place of elements may be anything.
    private static readonly string[] Fillings = ["value", "seed", "ignoreIndex"];

    // As many as there is memory for.
    private static readonly string[] Sizes =
        ["inFeatures", "outFeatures", "in1Features", "in2Features", "inChannels", "outChannels", "numFeatures", "numChannels",
            "numParameters", "normalizedShape", "outputSize", "size"];

    private static IEnumerable<TestCaseData> Parameters() =>
        from type in typeof(Module).Assembly.GetExportedTypes()
        where !type.IsAbstract && type.Namespace == "NeuralJit.NN" && (Inputs.Kind(type) is not null)
        from constructor in type.GetConstructors()
        from parameter in constructor.GetParameters()
        where Candidates(parameter).Length > 0 && !Fillings.Contains(parameter.Name)
        from value in Candidates(parameter)
        where value.ToString() != GreatestInteger
            || !(Sizes.Contains(parameter.Name) || (parameter.Name == "kernelSize" && type.IsSubclassOf(typeof(ConvNd))))
        select new TestCaseData(constructor, parameter, value).SetArgDisplayNames($"{type.Name}, {parameter.Name} = {value}");

    [TestCaseSource(nameof(Parameters))]
    public void Are_refused_by_name_or_give_finite_results(ConstructorInfo constructor, ParameterInfo parameter, object value)
    {
        object?[] arguments = [.. constructor.GetParameters()
            .Select(p => p.Name == parameter.Name ? value : Inputs.ArgumentFor(constructor.DeclaringType!, p))];
        object made;
        try
        {
            made = constructor.Invoke(arguments);
        }
        catch (TargetInvocationException error)
        {
            Assert.That(error.InnerException, Is.InstanceOf<GraphException>().Or.InstanceOf<ArgumentException>());
            Assert.That(Plain(error.InnerException!.Message), Does.Contain(Plain(parameter.Name!)));
            return;
        }
        double[] results;
        try
        {
            results = Inputs.Run(made);
        }
        catch (GraphException error) when (value is not double || error.Message.Contains(Text(value), StringComparison.Ordinal))
        {
            // Whether an axis or a window fits is known with the input, and whether two limits fit with both.
            return;
        }
        Assert.That(results, Is.All.Matches<double>(double.IsFinite), $"{made}: {string.Join(", ", results.Take(8))}");
    }

    [Test]
    public void The_law_finds_the_parameters() =>
        Assert.That(Parameters().Select(p => p.Arguments[1]).OfType<ParameterInfo>().Select(p => $"{p.Member.DeclaringType!.Name}.{p.Name}")
            .Distinct().Count(), Is.GreaterThan(150));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Initialisers_refuse_what_is_no_number(double value)
    {
        Assert.That(() => Initializer.Constant(value), Throws.TypeOf<GraphException>().With.Message.Contains("value must be finite"));
        Assert.That(() => Initializer.Uniform(0, value), Throws.TypeOf<GraphException>().With.Message.Contains("high must be"));
        Assert.That(() => Initializer.Uniform(1, 0), Throws.TypeOf<GraphException>().With.Message.Contains("high must be between 1 and"));
        Assert.That(() => Initializer.Normal(value), Throws.TypeOf<GraphException>().With.Message.Contains("mean must be finite"));
        Assert.That(
            () => Initializer.Normal(0, value), Throws.TypeOf<GraphException>().With.Message.Contains("standardDeviation must be finite"));
        Assert.That(() => new Linear(2, 2, weightInitializer: Initializer.XavierNormal(value)),
            Throws.TypeOf<GraphException>().With.Message.Contains("gain must be finite"));
        Assert.That(() => Gain.LeakyRelu(value), Throws.TypeOf<GraphException>().With.Message.Contains("negativeSlope must be finite"));
    }

    [Test]
    public void A_learning_rate_that_float32_cannot_hold_is_refused()
    {
        var optimizer = new SGD(new Linear(1, 1).Parameters());
        Assert.That(
            () => optimizer.LearningRate = 1e300, Throws.TypeOf<GraphException>().With.Message.Contains("learning rate must be finite"));
        Assert.That(new SGD(new Linear(1, 1, dtype: DType.Float64).Parameters(), 1e300).LearningRate, Is.EqualTo(1e300));
        Assert.That(() => new SGD(new Linear(1, 1).Parameters(), 1e-60),
            Throws.TypeOf<GraphException>().With.Message.Contains("the learning rate is 0 as f32"));
    }

    private static object[] Candidates(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type == typeof(double) ? [.. Numbers.Cast<object>()]
            : type == typeof(int) ? [.. Integers.Cast<object>()]
            : type == typeof(PerDimension) ? [.. Integers.Select(i => (object)PerDimension.FromInt32(i))]
            : type == typeof(ConvPadding) ? [.. Integers.Where(i => i != 0).Select(i => (object)ConvPadding.FromInt32(i))]
            : [];
    }

    private static string Text(object value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    // "kernelSize" and "kernel size" are one name.
    private static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>What makes a component and runs it once.</summary>
    private static class Inputs
    {
        public static string? Kind(Type type) => type.IsSubclassOf(typeof(Loss)) ? "loss"
            : type.IsSubclassOf(typeof(Optimizer)) ? "optimizer"
            : type.IsSubclassOf(typeof(Component)) && type.GetCustomAttribute<OriginOfNodesAttribute>() is null ? "layer"
            : null;

        /// <summary>A value that fits; defaults where there are any.</summary>
        public static object? ArgumentFor(Type type, ParameterInfo parameter) => parameter switch
        {
            { HasDefaultValue: true } when parameter.DefaultValue is not null || !NeedsValue(type, parameter) => parameter.DefaultValue,
            { Name: "parameters" } => new Linear(3, 2).Parameters(),
            { Name: "upscaleFactor" or "normType" or "kernelSize" or "groups" } => Converted(parameter, 2),
            { Name: "numGroups" or "padding" or "dim" or "threshold" or "value" or "lambda" } => Converted(parameter, 1),
            { Name: "unflattenedSize" } => new[] { 2, 2 },
            { ParameterType: var t } when t == typeof(Shape) => Shape.Create([5]),
            { Name: "outputSize" } when type == typeof(Fold) => PerDimension.FromInt32(3),
            { Name: "size" } => Converted(parameter, 3),
            _ => Converted(parameter, WantsRows(type) ? 5 : 4),
        };

        public static double[] Run(object made)
        {
            TensorData[] results = made switch
            {
                Optimizer optimizer => Step(optimizer),
                NLLLoss loss => Loss(x => loss.Forward(x.LogSoftmax(1), Node.From<long>(0, 2, 1))),
                CrossEntropyLoss loss => Loss(x => loss.Forward(x, Node.From<long>(0, 2, 1))),
                MultiMarginLoss loss => Loss(x => loss.Forward(x, Node.From<long>(0, 2, 1))),
                Loss loss => Loss(x => loss.Forward(x.Sigmoid(), x.Sin().Square())),
                Module<(Node, Node), Node> pair => Loss(x => pair.Forward((x, x * 2 + 0.1))),
                Module<(Node, Node, Node), Node> triple => Loss(x => triple.Forward(
                    (x, x + 0.5, made is TripletMarginLoss ? x - 1 : made is GaussianNLLLoss ? x.Square() + 1 : Target(x, made)))),
                Module module => Layer(module),
                _ => throw new NotSupportedException(made.ToString()),
            };
            return [.. results.SelectMany(Close.Values)];
        }

        private static bool WantsRows(Type type) =>
            type == typeof(Linear) || type == typeof(LayerNorm) || type == typeof(RMSNorm) || type == typeof(Bilinear) ||
            type == typeof(PixelUnshuffle);

        private static Node Target(Node x, object made) => made is CosineEmbeddingLoss ? Node.From<float>(1, -1, 1) : x.Sign();

        private static bool NeedsValue(Type type, ParameterInfo parameter) => type == typeof(Upsample) && parameter.Name == "size";

        private static object Converted(ParameterInfo parameter, int value)
        {
            Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            return type == typeof(PerDimension) ? PerDimension.FromInt32(value)
                : type == typeof(int) ? (object)value
                : type == typeof(double) ? (double)value
                : type == typeof(DType) ? DType.Float32
                : throw new NotSupportedException($"{parameter.Member.DeclaringType}.{parameter.Name} needs a value here");
        }

        private static TensorData[] Loss(Func<Node, Node> function) =>
            new Runner(Mode.Eager, n => With(n[0], function(n[0])), training: true, RandomState.Create(1)).Run(Tensors.Random([3, 5], 3));

        private static Node[] With(Node x, Node y) => [y, Gradients.TryOf([y], [y.FilledLike(1)], [x])[0] ?? y];

        private static TensorData[] Step(Optimizer optimizer)
        {
            using GraphTrace trace = GraphTrace.Eager(training: true);
            Parameter weight = optimizer.Parameters[0];
            optimizer.Step((weight.Read() + 1).Square().Sum());
            return [weight.Data];
        }

        // The first of some usual shapes that the layer takes.
        private static TensorData[] Layer(Module module)
        {
            Shape[] shapes = [[3, 5], [2, 4, 5, 5], [2, 4, 6], [1, 4, 5, 5, 5], [1, 16, 4], [2, 16, 9], [2, 4, 4]];
            GraphException? refused = null;
            foreach (Shape shape in shapes)
            {
                try
                {
                    return new Runner(Mode.Eager, n => With(n[0], module.Forward(n[0])), training: true, RandomState.Create(1))
                        .Run(Tensors.Random(shape, 2));
                }
                catch (GraphException error)
                {
                    // What is wrong with a number says more than that a shape does not fit.
                    refused = refused is null or ShapeException ? error : refused;
                }
            }
            throw refused!;
        }
    }
}
