namespace NeuralJit.Kernels.Tests;

public unsafe class PlaneCopyTests
{
    [Test]
    public void Lines_are_copied_with_zeros_around_them(
        [Values(1, 2, 3)] int step, [Values(1, 3, 8, 15, 33, 70)] int length, [Values(1, 40)] int channels)
    {
        Check<float>(step, length, channels);
        Check<double>(step, length, channels);
    }

    private static void Check<T>(int step, int length, int channels)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        const int Batch = 2, LineCount = 3, Before = 2, Between = 5;
        int channel = LineCount * ((length * step) + 1), plane = Before + (LineCount * (length + Between));
        long[] lines = [.. Enumerable.Range(0, LineCount)
            .SelectMany(i => new[] { Before + (i * (length + (long)Between)), i * ((length * (long)step) + 1), length, step })];
        Storage x = Storage.Allocate<T>(Batch * channels * channel), y = Storage.Allocate<T>(Batch * channels * plane);
        for (int i = 0; i < x.Count; i++)
        {
            x.Span<T>()[i] = T.CreateChecked(i + 1);
        }
        y.Span<T>().Fill(T.CreateChecked(-1));
        fixed (long* table = lines)
        {
            PlaneCopy.Run(Batch, channels, (T*)x.Address, (long)channels * channel, channel, table, LineCount, (T*)y.Address, plane);
        }

        T[] expected = new T[y.Count];
        for (int i = 0; i < Batch * channels; i++)
        {
            for (int line = 0; line < LineCount; line++)
            {
                for (int k = 0; k < length; k++)
                {
                    expected[(i * plane) + lines[line * PlaneCopy.LineEntries] + k] =
                        x.Span<T>()[(int)((i * channel) + lines[(line * PlaneCopy.LineEntries) + 1] + (k * step))];
                }
            }
        }
        Assert.That(y.Span<T>().ToArray(), Is.EqualTo(expected));
    }
}
