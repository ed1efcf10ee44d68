using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Every contraction is the sum that its walks say: as a kernel of every width, with what follows it, and op by op.</summary>
internal sealed class ContractionTests
{
    [Test]
    public void A_contraction_is_the_sum_that_its_walks_say([Range(1, 150)] int seed)
    {
        var drawn = new RandomContraction(seed);
        Contraction op = drawn.Op();
        TensorData[] operands = drawn.Operands();
        TensorData bias = Samples.Uniform([op.Result[-1]], seed);
        bool biased = seed % 2 == 0 && operands[0].DType == DType.Float32;
        double[] expected = drawn.Direct(Comparison.Values(operands[0]), Comparison.Values(operands[1]));
        expected = biased ? [.. expected.Select((e, i) => e + bias.Span<float>()[i % op.Result[-1]])] : expected;
        Graph graph = Programs.Trace(x =>
        {
            Node y = Node.Apply(op, [x[0], x[1], .. drawn.Tables().Select(t => Node.Constant(TensorData.From([t.Length], t)))]);
            return [biased ? y + x[2] : y];
        }, operands[0], operands[1], bias);
        TensorData[] inputs = [.. operands, bias];
        foreach (CompileOptions options in Programs.Widths.Select(bits => new CompileOptions { VectorBits = bits })
            .Append(new CompileOptions { GenerateCode = false }))
        {
            double[] actual = Comparison.Values(Compiler.Compile(graph, options).RunOnRubbish(inputs)[0]);
            Assert.That(actual, Is.EqualTo(expected).Within(1e-4), $"{options.VectorBits} bits, code {options.GenerateCode}: {drawn}");
        }
    }

    [Test]
    public void The_text_of_a_contraction_is_read_again([Range(1, 40)] int seed)
    {
        Contraction op = new RandomContraction(seed).Op();
        Assert.That(OpText.Parse(OpText.Print(op), CompilerOps.Catalog), Is.EqualTo(op));
    }
}
