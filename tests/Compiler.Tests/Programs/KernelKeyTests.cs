using System.Reflection;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation.Tests;

/// <summary>Kernels of equal keys share code, so whatever the code depends on is in the key: any property that is changed gives another one.</summary>
internal sealed class KernelKeyTests
{
    private static IEnumerable<TestCaseData> Contractions() => Changes(Product()).Select(c => new TestCaseData(Product(), c.Structure).SetArgDisplayNames(c.Name));

    private static IEnumerable<TestCaseData> Values() => typeof(Value).GetProperties().Where(p => p.CanWrite && p.Name != nameof(Value.Uses))
        .Select(p => new TestCaseData(p).SetArgDisplayNames(p.Name));

    [TestCaseSource(nameof(Contractions))]
    public void A_matrix_kernel_with_another_property_has_another_key(object before, object changed) =>
        Assert.That(((IKernelStructure)changed).Key(512), Is.Not.EqualTo(((IKernelStructure)before).Key(512)));

    [Test]
    public void Another_width_is_another_key() => Assert.That(Product().Key(256), Is.Not.EqualTo(Product().Key(512)));

    [TestCaseSource(nameof(Values))]
    public void A_body_with_another_value_has_another_key(PropertyInfo property)
    {
        var value = new Value(property.Name == nameof(Value.Number) ? ValueKind.Constant : ValueKind.Operation) { Operator = typeof(AddOperator), Inputs = [0, 1] };
        Value changed = value with { };
        property.SetValue(changed, Other(property.GetValue(value), property.PropertyType));
        Assert.That(KeyOf(changed), Is.Not.EqualTo(KeyOf(value)));
    }

    [Test]
    public void A_body_with_other_stores_accesses_or_type_has_another_key()
    {
        string[] keys =
        [
            Key(BodyOf(DType.Float32, DType.Float32, new Store(0, 0, true))), Key(BodyOf(DType.Float64, DType.Float32, new Store(0, 0, true))),
            Key(BodyOf(DType.Float32, DType.Float16, new Store(0, 0, true))), Key(BodyOf(DType.Float32, DType.Float32, new Store(1, 0, true))),
            Key(BodyOf(DType.Float32, DType.Float32, new Store(0, 1, true))), Key(BodyOf(DType.Float32, DType.Float32, new Store(0, 0, false))),
            Key(BodyOf(DType.Float32, DType.Float32)),
        ];
        Assert.That(keys, Is.Unique);
    }

    [Test]
    public void A_loop_kernel_of_another_form_rank_step_or_width_has_another_key()
    {
        IterationSpace Space(Shape domain, params long[][] strides) => IterationSpace.ForRows(domain, new Axes(1u << (domain.Rank - 1)), [.. strides.Select(s => Memory(DType.Float32) with { Strides = s })]);
        string[] keys =
        [
            new LoopKernel(Body(), LoopForm.Rows, Space([4, 8], [8, 1])).Key(512), new LoopKernel(Body(), LoopForm.Columns, Space([4, 8], [8, 1])).Key(512),
            new LoopKernel(Body(), LoopForm.Rows, Space([4, 8], [8, 2])).Key(512), new LoopKernel(Body(), LoopForm.Rows, Space([4, 8], [8, 0])).Key(512),
            new LoopKernel(Body(), LoopForm.Rows, Space([3, 4, 8], [64, 8, 1])).Key(512), new LoopKernel(Body(), LoopForm.Rows, Space([4, 8], [8, 1])).Key(256),
        ];
        Assert.That(keys, Is.Unique);
        Assert.That(new LoopKernel(Body(), LoopForm.Rows, Space([5, 9], [9, 1])).Key(512), Is.EqualTo(keys[0]), "extents and strides are arguments");
    }

    // Whatever may be given: a property that is added is tried without a word here.
    private static IEnumerable<(string Name, object Structure)> Changes(ContractionKernel kernel) =>
        typeof(ContractionKernel).GetProperties().Where(p => p.CanWrite).Select(p =>
        {
            ContractionKernel changed = kernel with { };
            p.SetValue(changed, Other(p.GetValue(kernel), p.PropertyType));
            return (p.Name, (object)changed);
        });

    private static object? Other(object? value, Type type) => value switch
    {
        bool b => !b,
        int i => i + 1,
        double d => d + 1,
        Enum e => Enum.ToObject(type, Convert.ToInt32(e, null) + 1),
        int[] ints => (int[])[.. ints, 7],
        InnerStep[] steps => (InnerStep[])[.. steps.Select(s => s == InnerStep.One ? InnerStep.Strided : InnerStep.One)],
        TileShape tile => tile with { Rows = tile.Rows + 1 },
        Type => typeof(SubtractOperator),
        KernelBody => BodyOf(DType.Float64, DType.Float64),
        _ => throw new InvalidOperationException($"say what another {type} is"),
    };

    private static ContractionKernel Product() => new(Body(), new TileShape(4, 2), 1, [InnerStep.None, InnerStep.One]);

    private static string KeyOf(Value value)
    {
        KernelBody body = Body();
        body.Values.Add(value);
        return Key(body);
    }

    private static string Key(KernelBody body) => new ContractionKernel(body, new TileShape(4, 2), 1, [InnerStep.None]).Key(512);

    private static KernelBody Body() => BodyOf(DType.Float32, DType.Float32);

    private static KernelBody BodyOf(DType type, DType memory, params Store[] stores)
    {
        var body = new KernelBody(type);
        body.Accesses.Add(Memory(memory));
        body.Values.Add(new Value(ValueKind.Load));
        body.Stores.AddRange(stores);
        return body;
    }

    private static Access Memory(DType dtype) => new(Node.Input("x", new TensorType(dtype, [4])), dtype, 0, [1]);
}
