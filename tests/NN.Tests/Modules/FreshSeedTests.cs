using System.Reflection;
using NeuralJit.Tests;

namespace NeuralJit.NN.Tests;

/// <summary>What is made without a seed never starts equal; what is given a seed always does.</summary>
internal sealed class FreshSeedTests
{
    private static IEnumerable<TestCaseData> Seeded =>
        from type in typeof(Linear).Assembly.GetExportedTypes()
        where type.IsSubclassOf(typeof(Component)) && !type.IsAbstract
        from constructor in type.GetConstructors()
        where constructor.GetParameters().Any(p => p.Name == "seed")
        select new TestCaseData(constructor) { TestName = $"{type.Name} without a seed" };

    [TestCaseSource(nameof(Seeded))]
    public void Components_made_alike_start_with_different_weights_unless_their_seeds_are_equal(object how)
    {
        var constructor = (ConstructorInfo)how;
        float[][] made = [.. ((long?[])[null, null, 7, 7, 8]).Select(seed => Weights(Make(constructor, seed)))];
        // Millions of weights: an assertion that looks at each takes seconds.
        Assert.That(made[0].SequenceEqual(made[1]), Is.False, "without a seed");
        Assert.That(made[2].SequenceEqual(made[3]), Is.True, "with equal seeds");
        Assert.That(made[2].SequenceEqual(made[4]), Is.False, "with different seeds");
    }

    [Test]
    public void All_layers_and_models_with_random_weights_are_under_the_law()
    {
        var types = Seeded.Select(c => ((ConstructorInfo)c.Arguments[0]!).DeclaringType!).ToHashSet();
        Assert.That(types, Is.SupersetOf(new[] { typeof(Linear), typeof(Conv2d), typeof(ConvTranspose3d), typeof(Bilinear), typeof(LeNet),
            typeof(ResNet18), typeof(EncoderLayer) }));
    }

    [Test]
    public void The_projections_of_an_attention_differ()
    {
        var encoder = new EncoderLayer(8, 2, 16);
        float[][] projections =
            [.. encoder.NamedParameters().Where(p => p.Parameter.Shape.Count == 64).Select(p => p.Parameter.Value.Span<float>().ToArray())];
        Assert.That(projections, Has.Length.EqualTo(4));
        Assert.That(projections.Select(p => string.Join(' ', p)), Is.Unique);
    }

    [Test]
    public void Models_of_the_catalog_differ_until_they_are_initialised_with_one_seed()
    {
        Module[] models = [ModelCatalog.Find("mlp").Create(ModelOptions.Parse(ModelCatalog.Find("mlp"), [])),
            ModelCatalog.Find("mlp").Create(ModelOptions.Parse(ModelCatalog.Find("mlp"), []))];
        Assert.That(Weights(models[0]), Is.Not.EqualTo(Weights(models[1])));
        foreach (Module model in models)
        {
            model.Initialize(3);
        }
        Assert.That(Weights(models[0]), Is.EqualTo(Weights(models[1])));
        models[0].Initialize();
        float[] first = Weights(models[0]);
        models[0].Initialize();
        Assert.That(Weights(models[0]), Is.Not.EqualTo(first));
    }

    [Test]
    public void Traces_without_random_numbers_of_their_own_draw_different_ones()
    {
        static float[] Draw(State? random)
        {
            using GraphTrace trace = GraphTrace.Eager(random: random);
            return Node.RandomUniform([64], DType.Float32).Data.Span<float>().ToArray();
        }
        float[][] drawn = [.. (
            (State?[])[null, null, RandomState.Create(), RandomState.Create(), RandomState.Create(5), RandomState.Create(5)]).Select(Draw)];
        Assert.That(drawn.Take(5).Select(d => string.Join(' ', d)), Is.Unique);
        Assert.That(drawn[4], Is.EqualTo(drawn[5]));
    }

    [Test]
    public void Seeds_are_given_once_from_many_threads()
    {
        long[][] drawn = new long[4][];
        Parallel.For(0, 4, t => drawn[t] = [.. Enumerable.Range(0, 500).Select(_ => FreshSeed.Next())]);
        Assert.That(drawn.SelectMany(d => d), Is.Unique);
    }

    private static Component Make(ConstructorInfo constructor, long? seed) =>
        (Component)constructor.Invoke([.. constructor.GetParameters().Select(p =>
        p.Name == "seed" ? seed
        : p.HasDefaultValue ? p.DefaultValue
        : p.ParameterType == typeof(PerDimension) ? (PerDimension)3
        : (object)(p.Name == "hidden" ? 5 : 4))]);

    private static float[] Weights(Component component) =>
        [.. component.NamedParameters().SelectMany(p => p.Parameter.Value.Span<float>().ToArray())];
}
