using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Generated convolution kernels against sums in float64, at every vector width and with several threads.</summary>
internal sealed class ConvolutionTests
{
    private static readonly CompileOptions[] Ways = [.. Programs.Widths.SelectMany(
        bits => new[] { 1, 2 }.Select(threads => new CompileOptions { VectorBits = bits, Threads = threads }))];

    private static readonly (Shape Input, Shape Weight, ConvWindow Window)[] Cases = [.. Listed(), .. Swept()];

    [TestCaseSource(nameof(Cases))]
    public void Convolution_and_gradients_are_the_sums_of_the_definition((Shape Input, Shape Weight, ConvWindow Window) row)
    {
        var direct = new DirectConvolution(row.Window, row.Input, row.Weight);
        TensorData x = Samples.Uniform(row.Input), w = Samples.Uniform(row.Weight, seed: 2), dy = Samples.Uniform(direct.Result, seed: 3);
        double[] xs = Comparison.Values(x), ws = Comparison.Values(w), dys = Comparison.Values(dy);
        double[][] expected = [direct.Forward(xs, ws), direct.InputGradient(dys, ws), direct.WeightGradient(xs, dys)];
        Graph graph = Programs.Trace(n =>
            [
                n[0].Conv(n[1], row.Window),
                Node.Apply(new ConvInputGradient(row.Window, row.Input), n[2], n[1]),
                Node.Apply(new ConvWeightGradient(row.Window, row.Weight), n[0], n[2]),
            ], x, w, dy);
        AssertAllWays(graph, [x, w, dy], expected);
    }

    [TestCaseSource(nameof(Cases))]
    public void Prepared_weights_with_bias_residual_and_activation((Shape Input, Shape Weight, ConvWindow Window) row)
    {
        var direct = new DirectConvolution(row.Window, row.Input, row.Weight);
        TensorData x = Samples.Uniform(row.Input), residual = Samples.Uniform(direct.Result, seed: 4);
        var weight = new Parameter(Samples.Uniform(row.Weight, seed: 2), "weight");
        var bias = new Parameter(Samples.Uniform([row.Weight[0]], seed: 5), "bias");
        double[] y = direct.Forward(Comparison.Values(x), Comparison.Values(weight.Value)), added = Comparison.Values(residual),
            biases = Comparison.Values(bias.Value);
        long positions = Math.Max(1, direct.Result.Count / Math.Max(1, (long)direct.Result[0] * direct.Result[1]));
        double[] expected = [.. y.Select((value, i) => Math.Max(0, value + biases[i / positions % biases.Length] + added[i]))];
        Graph graph = Programs.Trace(n => [(n[0].Conv(weight, row.Window, bias) + n[1]).Relu()], x, residual);
        AssertAllWays(graph, [x, residual], [expected]);
    }

    [Test]
    public void Transposed_convolution_with_prepared_weights(
        [Values(1, 2, 3)] int stride, [Values(1, 2)] int groups, [Values(1, 2)] int dilation)
    {
        var weight = new Parameter(Samples.Uniform([6, 4, 3, 2], seed: 2), "weight");
        Programs.AssertAgrees($"stride {stride}, {groups} groups, dilation {dilation}",
            n => [n[0].ConvTranspose(weight, null, [stride], [1, 0], stride > 1 ? [stride - 1] : null, [dilation], groups)],
                Samples.Uniform([2, 6, 5, 7]));
    }

    [Test]
    public void Float64_to_twelve_digits([Values(1, 2)] int stride, [Values(1, 8)] int groups)
    {
        TensorData x = Float64Graph.InFloat64(Samples.Uniform([2, 8, 11, 9])),
            w = Float64Graph.InFloat64(Samples.Uniform([16, 8 / groups, 3, 3], seed: 2));
        Programs.AssertAgrees($"stride {stride}, {groups} groups", n => [n[0].Conv(n[1], null, [stride], [1], null, groups)], x, w);
    }

    [Test]
    public void What_follows_a_convolution_is_part_of_its_kernel()
    {
        var weight = new Parameter(Samples.Uniform([8, 3, 3, 3], seed: 2), "weight");
        var bias = new Parameter(Samples.Uniform([8], seed: 3), "bias");
        CompiledProgram program = Compiler.Compile(Programs.Trace(n => [(n[0].Conv(weight, bias, padding: [1]) + n[1]).Relu()],
            [new TensorType(DType.Float32, [2, 3, 9, 9]), new TensorType(DType.Float32, [2, 8, 9, 9])]));
        Assert.That(program.Report.Kernels.Where(k => !k.Prepared).Select(k => k.Kind),
            Is.EqualTo((string[])["library", "contraction"]), program.Dump);
    }

    [Test]
    public void Batch_normalisation_in_inference_costs_nothing()
    {
        var weight = new Parameter(Samples.Uniform([8, 3, 3, 3], seed: 2), "weight");
        State mean = new(Samples.Uniform([8], seed: 3), "mean"), variance = new(Samples.Uniform([8], 0.5, 2, seed: 4), "variance");
        Node Model(Node x) => x.Conv(weight, padding: [1]).BatchNorm(mean, variance).Relu();
        Graph graph = Programs.Trace(n => [Model(n[0])], [new TensorType(DType.Float32, [2, 3, 9, 9])]);
        CompiledProgram program = Compiler.Compile(graph);
        Assert.That(program.Report.Kernels.Where(k => !k.Prepared).Select(k => k.Kind),
            Is.EqualTo((string[])["library", "contraction"]), program.Dump);

        TensorData x = Samples.Uniform([2, 3, 9, 9]);
        Comparison.AssertClose(program.RunOnRubbish(x)[0], Interpreter.Run(graph, [x])[0], "before");
        variance.Assign<float>([4, 4, 4, 4, 4, 4, 4, 4]);
        Comparison.AssertClose(program.RunOnRubbish(x)[0], Interpreter.Run(graph, [x])[0], "after the statistics changed");
    }

    [TestCaseSource(nameof(Cases))]
    public void A_warm_run_allocates_nothing((Shape Input, Shape Weight, ConvWindow Window) row)
    {
        var weight = new Parameter(Samples.Uniform(row.Weight, seed: 2), "weight");
        TensorData x = Samples.Uniform(row.Input);
        CompiledProgram program = Compiler.Compile(Programs.Trace(n => [n[0].Conv(weight, row.Window)], x));
        TensorData[] inputs = [x], outputs = [.. program.OutputTypes.ToArray().Select(TensorData.Zeros)];
        for (int i = 0; i < 3; i++)
        {
            program.Run(inputs, outputs);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        program.Run(inputs, outputs);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void AssertAllWays(Graph graph, TensorData[] inputs, double[][] expected)
    {
        TensorData[]? first = null;
        foreach (CompileOptions way in Ways)
        {
            TensorData[] results = Compiler.Compile(graph, way).RunOnRubbish(inputs);
            for (int i = 0; i < results.Length; i++)
            {
                string what = $"result {i}, {way.VectorBits} bits, {way.Threads} threads";
                Comparison.AssertClose(
                    Float64Graph.InFloat64(results[i]), TensorData.From<double>(results[i].Shape, expected[i]), what, Comparison.Float32);
                Comparison.AssertSameBits(results[i], (first ?? results)[i], what);
            }
            first ??= results;
        }
    }

    /// <summary>Forms that take different ways through the compiler.</summary>
    private static IEnumerable<(Shape, Shape, ConvWindow)> Listed()
    {
        yield return ([2, 3, 9, 9], [4, 3, 3, 3], ConvWindow.Create(2, padding: [1]));
        yield return ([2, 3, 9, 9], [4, 3, 3, 3], ConvWindow.Create(2, strides: [2], padding: [1]));
        yield return ([2, 5, 9, 7], [6, 5, 1, 1], ConvWindow.Create(2));
        yield return ([2, 5, 9, 7], [6, 5, 1, 1], ConvWindow.Create(2, strides: [2]));
        yield return ([1, 16, 7, 7], [40, 16, 3, 3], ConvWindow.Create(2, padding: [1]));
        yield return ([2, 24, 14, 14], [48, 24, 3, 3], ConvWindow.Create(2, padding: [1]));
        yield return ([2, 8, 12, 10], [8, 1, 3, 3], ConvWindow.Create(2, padding: [1], groups: 8));
        yield return ([2, 8, 12, 10], [16, 1, 3, 3], ConvWindow.Create(2, strides: [2], padding: [1], groups: 8));
        yield return ([2, 6, 10, 10], [6, 6, 5, 5], ConvWindow.Create(2, padding: [4]));
        yield return ([1, 3, 33, 37], [8, 3, 7, 7], ConvWindow.Create(2, strides: [2], padding: [3]));
        yield return ([0, 3, 9, 9], [4, 3, 3, 3], ConvWindow.Create(2, padding: [1]));
        yield return ([2, 3, 1, 1], [4, 3, 1, 1], ConvWindow.Create(2));
        yield return ([1, 2, 5, 6, 7], [3, 2, 3, 2, 3], ConvWindow.Create(3, padding: [1]));
    }

    /// <summary>
    /// Stride × padding × dilation × groups × odd extents, in 1 to 3 dimensions: one of each in turn, so that all pairs come up.
    /// </summary>
    private static IEnumerable<(Shape, Shape, ConvWindow)> Swept()
    {
        for (int rank = 1; rank <= 3; rank++)
        {
            for (int i = 0; i < 24; i++)
            {
                int axis = i;
                int Pick(int salt, params int[] values) => values[(((axis + salt) * 7) + (axis / 5 * salt)) % values.Length];
                int groups = Pick(1, 1, 2, 3);
                int[] Each(int salt, params int[] values) => [.. Enumerable.Range(0, rank).Select(d => Pick(salt + (3 * d), values))];
                int[] kernel = Each(2, 1, 2, 3, 5), input = Each(4, rank == 1 ? 31 : 7, rank == 1 ? 18 : 9, 10);
                var window = new ConvWindow(IntList.Create(Each(5, 1, 2, 3)), IntList.Create(Each(6, 0, 1, 2)),
                    IntList.Create(Each(8, 2, 0, 1)), IntList.Create(Each(9, 1, 1, 2)), groups);
                yield return ([Pick(3, 1, 2, 3), groups * Pick(7, 1, 3, 4), .. input],
                    [groups * Pick(11, 1, 4, 7), Pick(7, 1, 3, 4), .. kernel], window);
            }
        }
    }
}
