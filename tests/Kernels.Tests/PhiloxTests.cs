namespace NeuralJit.Kernels.Tests;

public unsafe class PhiloxTests
{
    /// <summary>The known answers of Random123 (kat_vectors, philox4x32 with 10 rounds).</summary>
    [TestCase(
        0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [TestCase(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [TestCase(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_have_the_published_values(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3)
    {
        Assert.That(Philox4x32.Block(c0, c1, c2, c3, k0, k1), Is.EqualTo((x0, x1, x2, x3)));

        uint* words = stackalloc uint[16];
        PhiloxWords.Fill(((ulong)k1 << 32) | k0, ((ulong)c3 << 32) | c2, ((ulong)c1 << 32) | c0, 4, words);
        Assert.That(new ReadOnlySpan<uint>(words, 4).ToArray(), Is.EqualTo(new[] { x0, x1, x2, x3 }));
    }

    [Test]
    public void Bulk_words_are_the_blocks_in_order()
    {
        uint* words = stackalloc uint[64];
        ulong first = 0xFFFF_FFFEul;
        PhiloxWords.Fill(0x1234_5678_9ABC_DEF0, 7, first, 16, words);
        for (int i = 0; i < 16; i++)
        {
            ulong block = first + (ulong)i;
            Assert.That((words[4 * i], words[(4 * i) + 1], words[(4 * i) + 2], words[(4 * i) + 3]),
                Is.EqualTo(Philox4x32.Block((uint)block, (uint)(block >> 32), 7, 0, 0x9ABC_DEF0, 0x1234_5678)));
        }
    }

    [Test]
    public void An_element_is_the_same_however_the_work_is_split(
        [Values(0, 1, 2, 3, 5, 1022, 4099)] int first, [Values(0, 1, 3, 17, 1025, 40_000)] int count)
    {
        float[] all = new float[50_000], part = new float[count];
        double[] all64 = new double[50_000], part64 = new double[count];
        fixed (float* a = all, p = part)
        fixed (double* a64 = all64, p64 = part64)
        {
            Philox.Normal(1, 2, 3, 0, all.Length, a);
            Philox.Normal(1, 2, 3, first, count, p);
            Assert.That(part.AsSpan().SequenceEqual(all.AsSpan(first, count)));
            Philox.Uniform(1, 2, 3, 0, all.Length, a);
            Philox.Uniform(1, 2, 3, first, count, p);
            Assert.That(part.AsSpan().SequenceEqual(all.AsSpan(first, count)));
            Philox.Uniform(1, 2, 3, 0, all.Length, a64);
            Philox.Uniform(1, 2, 3, first, count, p64);
            Assert.That(part64.AsSpan().SequenceEqual(all64.AsSpan(first, count)));
            Assert.That(all64.Select(v => (float)(Math.Floor(v * (1 << 24)) / (1 << 24))), Is.EqualTo(all),
                "float64 draws the same numbers with more bits");
        }
    }

    [Test]
    public void Moments_are_right()
    {
        const int Count = 1 << 20;
        Storage storage = Storage.Allocate<float>(Count);
        float* y = (float*)storage.Address;
        Philox.Uniform(42, 0, 0, 0, Count, y);
        float[] uniform = storage.Span<float>().ToArray();
        Assert.That(uniform.Min(), Is.GreaterThanOrEqualTo(0));
        Assert.That(uniform.Max(), Is.LessThan(1));
        Assert.That(uniform.Average(v => (double)v), Is.EqualTo(0.5).Within(0.002));
        Assert.That(uniform.Average(v => (v - 0.5) * (v - 0.5)), Is.EqualTo(1 / 12.0).Within(0.001));

        Philox.Normal(42, 0, 0, 0, Count, y);
        float[] normal = storage.Span<float>().ToArray();
        Assert.That(normal, Is.All.Matches<float>(float.IsFinite));
        Assert.That(normal.Average(v => (double)v), Is.EqualTo(0).Within(0.005));
        Assert.That(normal.Average(v => Math.Pow(v, 2)), Is.EqualTo(1).Within(0.01));
        Assert.That(normal.Average(v => Math.Pow(v, 3)), Is.EqualTo(0).Within(0.03));
        Assert.That(normal.Average(v => Math.Pow(v, 4)), Is.EqualTo(3).Within(0.06));
        Assert.That(normal.Zip(normal.Skip(1)).Average(p => (double)p.First * p.Second), Is.EqualTo(0).Within(0.005),
            "neighbours are uncorrelated");
    }

    [Test]
    public void Float64_has_53_random_bits()
    {
        double[] y = new double[100_000];
        fixed (double* p = y)
        {
            Philox.Uniform(1, 2, 3, 0, y.Length, p);
        }
        ulong[] words = [.. y.Select(v => (ulong)(v * (1UL << 53)))];
        Assert.That(words.Zip(y).All(w => w.First * (1.0 / (1UL << 53)) == w.Second), "multiples of 2^-53");
        for (int bit = 0; bit < 53; bit++)
        {
            Assert.That(words.Count(w => (w >> bit & 1) != 0), Is.EqualTo(50_000).Within(1000), $"bit {bit}");
        }
        Assert.That(words.Distinct().Count(), Is.EqualTo(words.Length));
    }

    [Test]
    public void Keys_of_seeds_and_streams_that_are_multiples_of_the_golden_ratio_apart_differ()
    {
        HashSet<ulong> keys = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            for (ulong steps = 0; steps < 20; steps++)
            {
                for (ulong stream = 0; stream < 20; stream++)
                {
                    keys.Add(Philox4x32.Key(unchecked(seed + (steps * 0x9E3779B97F4A7C15)), stream));
                }
            }
        }
        Assert.That(keys, Has.Count.EqualTo(20 * 20 * 20));
    }

    [Test]
    public void Streams_steps_and_seeds_differ()
    {
        HashSet<float> firsts = [];
        for (ulong i = 0; i < 30; i++)
        {
            float value;
            Philox.Uniform(i, 0, 0, 0, 1, &value);
            firsts.Add(value);
            Philox.Uniform(0, i + 1, 0, 0, 1, &value);
            firsts.Add(value);
            Philox.Uniform(0, 0, i + 1, 0, 1, &value);
            firsts.Add(value);
        }

        Assert.That(firsts, Has.Count.GreaterThan(88));
    }
}
