using System.Numerics.Tensors;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Results need memory of their own, in every way of running; what only lies nearby is no overlap.</summary>
internal sealed class OverlapTests
{
    private static readonly Parameter Weight = new(Samples.Uniform([4, 6]), "weight");

    private static readonly State Moved = new(Samples.Uniform([4, 6], seed: 2), "moved");

    private static readonly TensorData Fixed = Samples.Uniform([4, 6], seed: 3);

    private static CompiledProgram Program(bool generate) => Compiler.Compile(Programs.Trace(x =>
    {
        GraphTrace.Current!.Update(Moved, Moved.Read() + x[0]);
        return [(x[0] * Weight.Read()) + Node.Constant(Fixed)];
    }, Fixed), new CompileOptions { GenerateCode = generate });

    [Test]
    public void The_memory_of_parameters_states_and_constants_is_no_output([Values] bool generate)
    {
        CompiledProgram program = Program(generate);
        TensorData x = Samples.Uniform([4, 6]);
        foreach ((TensorData output, string owner) in new[] { (Weight.Data, "parameter \"weight\""), (Moved.Data, "state \"moved\""),
            (Fixed, "a constant f32[4,6]") })
        {
            TensorData before = output.Clone();
            string message = $"run: the memory of output 0 overlaps that of {owner}; results need memory of their own";
            Assert.That(() => program.Run([x], [output]), Throws.TypeOf<GraphException>().With.Message.EqualTo(message));
            Assert.That(() => program.Run<float, float>(x.Span<float>(), output.Span<float>()),
                Throws.TypeOf<GraphException>().With.Message.EqualTo(message));
            Assert.That(() => program.Run<float, float>(x.ToTensor<float>(), output.ToTensor<float>()),
                Throws.TypeOf<GraphException>().With.Message.EqualTo(message));
            Comparison.AssertSameBits(output, before);
        }
    }

    [Test]
    public void An_input_in_the_memory_of_a_variable_that_changes_is_refused_and_of_one_that_does_not_is_fine([Values] bool generate)
    {
        CompiledProgram program = Program(generate);
        TensorData y = TensorData.Zeros(Fixed.Type);
        Assert.That(() => program.Run([Moved.Data], [y]), Throws.TypeOf<GraphException>()
            .With.Message.StartsWith("run: the memory of input 0 is that of \"moved\", which the run changes"));
        Assert.That(() => program.Run([Weight.Data], [y]), Throws.Nothing);
        Assert.That(() => program.Run([Fixed], [y]), Throws.Nothing);
    }

    [Test]
    public void Strided_outputs_are_written_at_the_end_and_may_overlap_inputs()
    {
        CompiledProgram program = Compiler.Compile(Programs.Trace(x => [x[0] * 2], [new TensorType(DType.Float32, [3, 4])]));
        foreach (
            (int at, int xRows, int xColumns, int start, int rows, int columns) in new[] { (0, 10, 1, 5, 10, 1), (0, 20, 2, 1, 20, 2), (
            0, 8, 1, 4, 8, 1), (0, 1, 3, 12, 1, 3), (4, 20, 1, 8, 20, 2), (0, 10, 1, 0, 10, 1), (0, 10, 1, 3, 12, 1), (2, 8, 1, 0, 10, 2) })
        {
            float[] memory = [.. Enumerable.Range(0, 60).Select(i => (float)i)], expected = [.. memory];
            for (int i = 0; i < 12; i++)
            {
                expected[start + (i / 4 * rows) + (i % 4 * columns)] = 2 * (at + (i / 4 * xRows) + (i % 4 * xColumns));
            }
            program.Run<float, float>(new TensorSpan<float>(memory.AsSpan(at), [3, 4], [xRows, xColumns]),
                new TensorSpan<float>(memory.AsSpan(start), [3, 4], [rows, columns]));
            Assert.That(memory, Is.EqualTo(expected), $"{at} {xRows} {xColumns} {start} {rows} {columns}");
        }
    }

    [Test]
    public void A_strided_output_in_a_parameter_or_with_repeated_elements_is_refused()
    {
        CompiledProgram program = Compiler.Compile(
            Programs.Trace(x => [x[0] + Weight.Read()[..2, ..3]], [new TensorType(DType.Float32, [2, 3])]));
        float[] x = new float[6], memory = new float[12];
        Assert.That(() => program.Run<float, float>(
            new TensorSpan<float>(x, [2, 3], []), new TensorSpan<float>(Weight.Data.Span<float>(), [2, 3], [6, 2])),
            Throws.TypeOf<GraphException>().With.Message.Contains("overlaps that of parameter \"weight\""));
        Assert.That(() => program.Run<float, float>(new TensorSpan<float>(x, [2, 3], []), new TensorSpan<float>(memory, [2, 3], [0, 1])),
            Throws.TypeOf<GraphException>().With.Message.Contains("share one place in memory"));
    }

    [Test]
    public void A_run_that_fails_leaves_a_strided_output_as_it_was([Values] bool generate)
    {
        CompiledProgram program = Compiler.Compile(Programs.Trace(
            x => [x[0].Take(x[1])], Samples.Uniform([5, 3]), Samples.Indices([2], 0, 1)), new CompileOptions { GenerateCode = generate });
        float[] memory = [.. Enumerable.Repeat(7f, 12)];
        void Run(params long[] indices) => program.Run<float, long, float>(
            new TensorSpan<float>(Samples.Uniform([5, 3]).Span<float>(), [5, 3], []), new TensorSpan<long>(indices, [2], []),
                new TensorSpan<float>(memory, [2, 3], [6, 2]));
        Assert.That(() => Run(0, 5), Throws.TypeOf<GraphException>());
        Assert.That(memory, Is.All.EqualTo(7f));
        Run(0, 4);
        Assert.That(memory.Where((_, i) => i % 2 == 1), Is.All.EqualTo(7f));
        Assert.That(memory[0], Is.EqualTo(Samples.Uniform([5, 3]).Span<float>()[0]));
    }
}
