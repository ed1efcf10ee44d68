using System.Reflection;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Kernels of equal structure share code, so whatever the code depends on is in the structure and compared by value: any property that is
/// changed gives another one.
/// </summary>
internal sealed class KernelKeyTests
{
    private static readonly Value Sum = new(ValueKind.Operation) { Operator = typeof(AddOperator), Inputs = [0, 0] };
    private static readonly KernelBody Body = new(
        DType.Float32, [DType.Float32, DType.Float32], [new Value(ValueKind.Load), Sum], [new Store(0, 0, true)]);

    // Everything that a structure is made of; what a part is made of itself is another one.
    private static readonly object[] Parts =
    [
        new KernelKey("system", 512, new LoopKernel(Body, LoopForm.Rows, 1, [InnerStep.One])),
        new LoopKernel(Body, LoopForm.Rows, 1, [InnerStep.One, InnerStep.None]),
        new ContractionKernel(Body, OperandForms.Plain, new TileShape(4, 2), 1, 1, [InnerStep.None, InnerStep.One]),
        OperandForms.Plain, new TileShape(4, 2), Body, Sum, new Store(0, 0, true),
    ];

    private static IEnumerable<TestCaseData> Changes() => Parts.SelectMany(part => part.GetType().GetProperties().Where(p => p.CanWrite)
        .Select(p => new TestCaseData(part, p).SetArgDisplayNames(part.GetType().Name, p.Name)));

    [TestCaseSource(nameof(Changes))]
    public void A_part_with_another_property_is_another_part(object part, PropertyInfo property)
    {
        object same = CopyOf(part), changed = CopyOf(part);
        // Whatever may be given: a property that is added is tried without a word here.
        property.SetValue(changed, Other(property.GetValue(part), property.PropertyType));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(same, Is.EqualTo(part));
            Assert.That(changed.Equals(part), Is.False);
            Assert.That(same.GetHashCode(), Is.EqualTo(part.GetHashCode()));
        }
    }

    [Test]
    public void Structures_of_equal_graphs_are_equal_and_extents_and_strides_are_arguments()
    {
        LoopKernel Kernel(Shape domain, params long[][] strides) => LoopKernel.Of(Body, LoopForm.Rows,
            IterationSpace.ForRows(new LoopDomain([.. domain.Extents], new Axes(1u << (domain.Rank - 1)),
                [.. strides.Select(s => new Access(Node.Input("x", new TensorType(DType.Float32, [4])), DType.Float32, 0, s))])));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kernel([5, 9], [9, 1], [9, 1]), Is.EqualTo(Kernel([4, 8], [8, 1], [8, 1])));
            Assert.That(Kernel([4, 8], [8, 2], [8, 1]), Is.Not.EqualTo(Kernel([4, 8], [8, 1], [8, 1])), "a step along the row");
            Assert.That(Kernel([3, 4, 8], [64, 8, 1], [64, 8, 1]), Is.Not.EqualTo(Kernel([4, 8], [8, 1], [8, 1])), "an outer loop");
        }
    }

    [Test]
    public void Constants_are_told_apart_by_their_bits()
    {
        static Value Constant(double number) => new(ValueKind.Constant) { Bits = BitConverter.DoubleToInt64Bits(number) };
        Value[] constants = [Constant(0.0), Constant(-0.0), Constant(double.NaN), Constant(double.NaN)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(constants[1], Is.Not.EqualTo(constants[0]));
            Assert.That(constants[3], Is.EqualTo(constants[2]));
        }
    }

    private static object CopyOf(object part) => part.GetType().GetMethod("<Clone>$") is { } clone ? clone.Invoke(part, null)! : part;

    private static object? Other(object? value, Type type) => value switch
    {
        bool b => !b,
        int i => i + 1,
        long l => l + 1,
        string s => s + "!",
        Enum e => Enum.ToObject(type, Convert.ToInt32(e, null) + 1),
        IntList ints => IntList.Create([.. ints, 7]),
        Type => typeof(SubtractOperator),
        ValueList<InnerStep> steps => (ValueList<InnerStep>)[.. steps.Select(s => s == InnerStep.One ? InnerStep.Strided : InnerStep.One)],
        ValueList<DType> types => (ValueList<DType>)[DType.Float16, .. types.Skip(1)],
        ValueList<Value> values => (ValueList<Value>)[.. values, Sum],
        ValueList<Store> stores => (ValueList<Store>)[.. stores, new Store(1, 1, false)],
        TileShape tile => tile with { Rows = tile.Rows + 1 },
        OperandForms forms => forms with { RowStep = 7 },
        KernelBody body => body with { Type = DType.Float64 },
        LoopKernel loop => loop with { OuterRank = 9 },
        _ => throw new InvalidOperationException($"say what another {type} is"),
    };
}
