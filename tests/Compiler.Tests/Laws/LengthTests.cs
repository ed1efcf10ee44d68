using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Every length from nothing to two vectors and one element more, at every width: loops, their tails and their ends.</summary>
internal sealed class LengthTests
{
    private const int Lanes = 16;

    private static readonly (string Name, Func<Node, Node> Op)[] Ops =
        [
            ("chain", x => (x * 2 + 1).Tanh()),
            ("reversed", x => x[.., (.., -1)].Exp()),
            ("every second", x => x[.., (.., 2)] * 3),
            ("transposed", x => x.T.Sigmoid()),
            ("mask", x => Node.Where(x > 0, x, x * x)),
            ("row sum", x => x.Sum(1)),
            ("row sum kept", x => x.Sum(1, keepDims: true)),
            ("row maximum", x => x.Max(1)),
            ("row product", x => x.Prod(1)),
            ("softmax", x => x.Softmax(1)),
            ("rows minus their mean", x => x - x.Mean(1, keepDims: true)),
            ("column sum", x => x.Sum(0)),
            ("column sum kept", x => x.Sum(0, keepDims: true)),
            ("column minimum", x => x.Min(0)),
            ("column sum of squares", x => x.Square().Sum(0).Sqrt()),
            ("sum of the transposed", x => x.T.Sum(1)),
            ("sum of all", x => x.Sum()),
            ("broadcast row", x => x + x[1]),
            ("broadcast column", x => x + x[.., 0..1]),
            ("outer product", x => x[0].Unsqueeze(1) * x[1].Unsqueeze(0)),
        ];

    private static IEnumerable<string> Names => Ops.Select(o => o.Name);

    [TestCaseSource(nameof(Names))]
    public void Compiled_is_interpreted_at_every_length(string name)
    {
        Func<Node, Node> op = Ops.Single(o => o.Name == name).Op;
        for (int length = 0; length <= (2 * Lanes) + 1; length++)
        {
            if (length == 0 && name is "row maximum" or "broadcast column")
            {
                continue;
            }
            TensorData x = Samples.Uniform([3, length], seed: length);
            Graph graph = Programs.Trace(inputs => [op(inputs[0])], x);
            TensorData expected = Interpreter.Run(graph, x)[0];
            TensorData? first = null;
            foreach (int bits in Programs.Widths)
            {
                TensorData actual = Compiler.Compile(graph, new CompileOptions { VectorBits = bits }).RunOnRubbish(x)[0];
                Comparison.AssertClose(actual, expected, $"length {length}, {bits} bits");
                first ??= actual;
                Comparison.AssertSameBits(actual, first, $"length {length}, {bits} bits");
            }
        }
    }

    [Test]
    public void Columns_of_every_height_are_summed([Range(0, 9)] int rows)
    {
        TensorData x = Samples.Uniform([rows, 7], seed: rows);
        Programs.AssertAgrees($"{rows} rows", i => [i[0].Sum(0), (i[0] * 2).Sum(0, keepDims: true)], x);
    }

    [Test]
    public void Results_are_written_to_their_end_and_not_beyond([Values(1, 5, 16, 17, 33)] int length, [Values] bool rows)
    {
        const float Guard = 12345;
        Func<Node[], Node[]> function = rows ? x => [x[0].Sum(1, keepDims: true)] : x => [x[0] * 2];
        CompiledProgram program = Compiler.Compile(Programs.Trace(function, [new TensorType(DType.Float32, [length, 6])]));
        int count = (int)program.OutputTypes[0].Shape.Count;
        float[] memory = new float[count + 64];
        Array.Fill(memory, Guard);
        program.Run<float, float>(Samples.Uniform([length, 6]).Span<float>(), memory.AsSpan(32, count));
        Assert.That(memory[..32], Is.All.EqualTo(Guard));
        Assert.That(memory[(32 + count)..], Is.All.EqualTo(Guard));
        Assert.That(memory[32..(32 + count)], Has.None.EqualTo(Guard));
    }

    [Test]
    public void A_kernel_that_forgets_its_tail_fails_the_law()
    {
        TensorData whole = Samples.Uniform([17]), forgotten = Programs.Rubbish(whole.Type);
        whole.Span<float>()[..16].CopyTo(forgotten.Span<float>());
        Assert.That(() => Comparison.AssertClose(forgotten, whole), Throws.TypeOf<AssertionException>());
    }
}
