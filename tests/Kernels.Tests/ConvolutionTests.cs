namespace NeuralJit.Kernels.Tests;

/// <summary>Convolution and its gradients against the direct sum in float64, over windows, extents, groups and batches.</summary>
public unsafe class ConvolutionTests
{
    private static readonly ConvolutionCase[] Cases = [.. ConvolutionCase.All()];

    [Test]
    public void There_are_many_cases() => Assert.That(Cases, Has.Length.GreaterThan(350));

    [TestCaseSource(nameof(Cases))]
    public void Forward_is_the_direct_sum(ConvolutionCase c)
    {
        Check(c, c.OutputCount, DirectConvolution.Forward(c), (x, w, dy, result) =>
            Convolution.Forward(c.Shape, x, w, result), (x, w, dy, result) => Convolution.Forward(c.Shape, x, w, result));
    }

    [TestCaseSource(nameof(Cases))]
    public void The_input_gradient_is_the_direct_sum(ConvolutionCase c)
    {
        Check(c, c.InputCount, DirectConvolution.InputGradient(c), (x, w, dy, result) =>
            Convolution.InputGradient(c.Shape, dy, w, result), (x, w, dy, result) => Convolution.InputGradient(c.Shape, dy, w, result));
    }

    [TestCaseSource(nameof(Cases))]
    public void The_weight_gradient_is_the_direct_sum(ConvolutionCase c)
    {
        Check(c, c.WeightCount, DirectConvolution.WeightGradient(c), (x, w, dy, result) =>
            Convolution.WeightGradient(c.Shape, x, dy, result), (x, w, dy, result) => Convolution.WeightGradient(c.Shape, x, dy, result));
    }

    [TestCase(1, 3, 9)]
    [TestCase(5, 16, 20)]
    [TestCase(40, 4, 12)]
    public void Results_do_not_depend_on_threads(int batch, int channels, int extent)
    {
        ConvolutionCase c = new([batch, channels, extent, extent], [12, channels, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        int threads = WorkerPool.Threads;
        try
        {
            WorkerPool.Threads = 1;
            float[][] alone = All(c);
            WorkerPool.Threads = 4;
            float[][] together = All(c);
            Assert.That(together, Is.EqualTo(alone));
        }
        finally
        {
            WorkerPool.Threads = threads;
        }
    }

    [Test]
    public void What_lies_between_results_is_not_read_as_a_result()
    {
        // Infinite elements beside the border must reach no weight whose taps do not see them.
        ConvolutionCase c = new([1, 1, 5, 7], [1, 1, 3, 3], [1, 1], [1, 1], [1, 1], [1, 1], 1);
        float[] x = new float[c.InputCount], dy = new float[c.OutputCount], dw = new float[c.WeightCount];
        Array.Fill(dy, 1f);
        x[7] = float.PositiveInfinity;
        fixed (float* px = x, pdy = dy, pdw = dw)
        {
            Convolution.WeightGradient(c.Shape, px, pdy, pdw);
        }

        // Element (1, 0) is seen by taps with kw = 1 and kw = 0 only: for kw = 2 it would be column −1 of the result.
        Assert.That(dw, Is.EqualTo(new[] { float.PositiveInfinity, float.PositiveInfinity, 0, float.PositiveInfinity,
            float.PositiveInfinity, 0, float.PositiveInfinity, float.PositiveInfinity, 0 }));
    }

    [Test]
    public void A_warm_call_allocates_nothing()
    {
        ConvolutionCase c = new([2, 8, 14, 14], [16, 8, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1);
        float[] x = ConvolutionCase.Values(c.InputCount, 1), w = ConvolutionCase.Values(c.WeightCount, 2),
            dy = ConvolutionCase.Values(c.OutputCount, 3);
        float[] y = new float[dy.Length], dx = new float[x.Length], dw = new float[w.Length];
        int threads = WorkerPool.Threads;
        WorkerPool.Threads = 1;
        fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
        {
            for (int i = 0; i < 2; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Convolution.Forward(c.Shape, px, pw, py);
                Convolution.InputGradient(c.Shape, pdy, pw, pdx);
                Convolution.WeightGradient(c.Shape, px, pdy, pdw);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.That(i == 0 || allocated == 0, $"{allocated} bytes");
            }
        }

        WorkerPool.Threads = threads;
    }

    private static float[][] All(ConvolutionCase c)
    {
        float[] x = ConvolutionCase.Values(c.InputCount, 1), w = ConvolutionCase.Values(c.WeightCount, 2),
            dy = ConvolutionCase.Values(c.OutputCount, 3);
        float[] y = new float[dy.Length], dx = new float[x.Length], dw = new float[w.Length];
        fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
        {
            Convolution.Forward(c.Shape, px, pw, py);
            Convolution.InputGradient(c.Shape, pdy, pw, pdx);
            Convolution.WeightGradient(c.Shape, px, pdy, pdw);
        }

        return [y, dx, dw];
    }

    private static void Check(ConvolutionCase c, int count, double[] expected, Action4<float> inFloat32, Action4<double> inFloat64)
    {
        float[] x = ConvolutionCase.Values(c.InputCount, 1), w = ConvolutionCase.Values(c.WeightCount, 2),
            dy = ConvolutionCase.Values(c.OutputCount, 3), result = new float[count];
        Array.Fill(result, 99f);
        fixed (float* px = x, pw = w, pdy = dy, presult = result)
        {
            inFloat32(px, pw, pdy, presult);
        }

        double[] x64 = [.. x], w64 = [.. w], dy64 = [.. dy], result64 = new double[count];
        Array.Fill(result64, 99);
        fixed (double* px = x64, pw = w64, pdy = dy64, presult = result64)
        {
            inFloat64(px, pw, pdy, presult);
        }

        double scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < count; i++)
        {
            Assert.That(result[i], Is.EqualTo(expected[i]).Within(4e-6 * scale), $"float32, element {i}");
            Assert.That(result64[i], Is.EqualTo(expected[i]).Within(1e-13 * scale), $"float64, element {i}");
        }
    }

    private delegate void Action4<T>(T* x, T* w, T* dy, T* result)
        where T : unmanaged;
}
