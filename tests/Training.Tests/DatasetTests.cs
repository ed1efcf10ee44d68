namespace NeuralJit.Training.Tests;

public sealed class DatasetTests
{
    [Test]
    public void Digits_are_1797_images_of_which_every_fifth_is_a_test_image()
    {
        Dataset all = Digits.Load();
        Assert.That(all.Inputs.Type, Is.EqualTo(new TensorType(DType.Float32, [1797, 64])));
        Assert.That(all.Targets.Type, Is.EqualTo(new TensorType(DType.Int64, [1797])));
        Assert.That(all.Inputs.Span<float>().ToArray(), Has.All.InRange(0f, 1f));
        Assert.That(all.Inputs.Span<float>()[..6].ToArray(), Is.EqualTo((float[])[0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f]));
        Assert.That(all.Targets.Span<long>()[..12].ToArray(), Is.EqualTo((long[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]));
        (Dataset training, Dataset test) = Digits.LoadSplit();
        Assert.That((training.Count, test.Count), Is.EqualTo((1437, 360)));
        Assert.That(test.Targets.Span<long>()[..3].ToArray(), Is.EqualTo((long[])[0, 5, 0]));
        Assert.That(training.Targets.Span<long>()[..4].ToArray(), Is.EqualTo((long[])[1, 2, 3, 4]));
    }

    [TestCase(10, 0.8, 8)]
    [TestCase(10, 0.0, 1)]
    [TestCase(10, 1.0, 9)]
    [TestCase(2, 0.3, 1)]
    public void A_share_is_drawn_at_random_and_nothing_is_lost(int count, double share, int first)
    {
        Dataset data = Numbers(count);
        (Dataset one, Dataset other) = data.Split(share, seed: 3);
        long[] numbers = [.. one.Targets.Span<long>(), .. other.Targets.Span<long>()];
        Assert.That(one.Count, Is.EqualTo(first));
        Assert.That(numbers.Order(), Is.EqualTo(Enumerable.Range(0, count)));
        Assert.That(data.Split(share, seed: 3).First.Targets.Span<long>().ToArray(), Is.EqualTo(one.Targets.Span<long>().ToArray()),
            "the same seed, the same samples");
        Assert.That(() => data.Split(1.2), Throws.TypeOf<GraphException>().With.Message.Contains("share"));
        Assert.That(
            () => Numbers(1).Split(0.5), Throws.TypeOf<GraphException>().With.Message.EqualTo("split: 1 sample cannot be two parts"));
    }

    [Test]
    public void Batches_cover_every_sample_once_and_the_last_one_is_smaller()
    {
        Dataset data = Numbers(10);
        var batches = new DataLoader(data, 4, seed: 1);
        Assert.That(batches.Count, Is.EqualTo(3));
        (int Count, long[] Samples)[] epoch = [.. batches.Epoch(0).Select(b => (b.Count, b.Targets.Span<long>().ToArray()))];
        Assert.That(epoch.Select(b => b.Count), Is.EqualTo((int[])[4, 4, 2]));
        Assert.That(epoch.SelectMany(b => b.Samples).Order(), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(new DataLoader(data, 4, dropLast: true).Epoch(0).Select(b => b.Count), Is.EqualTo((int[])[4, 4]));
        Assert.That(new DataLoader(data, 64).Epoch(0).Select(b => b.Count), Is.EqualTo((int[])[10]));
    }

    [Test]
    public void Samples_side_by_side_are_a_range()
    {
        Dataset data = Numbers(10);
        Assert.That(data[^2..].Targets.Span<long>().ToArray(), Is.EqualTo(new long[] { 8, 9 }));
        Assert.That(data[3..4].Inputs.Span<float>().ToArray(), Is.EqualTo(new float[] { 3, -3 }));
        Assert.That(() => data[5..11], Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Each_pass_over_a_loader_is_the_next_epoch()
    {
        static string Samples(IEnumerable<Batch> batches) => string.Join(' ', batches.SelectMany(b => b.Targets.Span<long>().ToArray()));
        var loader = new DataLoader(Numbers(10), 4, seed: 1);
        string first = Samples(loader), second = Samples(loader);
        Assert.That((first, second), Is.EqualTo((Samples(loader.Epoch(0)), Samples(loader.Epoch(1)))));
        Assert.That(first, Is.Not.EqualTo(second));
    }

    [Test]
    public void Rows_of_inputs_and_targets_stay_together()
    {
        foreach (Batch batch in new DataLoader(Numbers(9), 2, seed: 3).Epoch(5))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long sample = batch.Targets.Span<long>()[i];
                Assert.That(batch.Inputs.Span<float>().Slice(i * 2, 2).ToArray(), Is.EqualTo((float[])[sample, -sample]));
            }
        }
    }

    [Test]
    public void Orders_depend_on_seed_and_epoch_and_nothing_else()
    {
        static long[] Order(long seed, int epoch, bool shuffle = true) =>
            [.. new DataLoader(Numbers(20), 7, shuffle, seed).Epoch(epoch).SelectMany(b => b.Targets.Span<long>().ToArray())];
        long[] order = Order(1, 0);
        Assert.That(Order(1, 0), Is.EqualTo(order));
        Assert.That(Order(1, 1), Is.Not.EqualTo(order));
        Assert.That(Order(2, 0), Is.Not.EqualTo(order));
        Assert.That(Order(1, 0, shuffle: false), Is.Ordered);
    }

    [Test]
    public void Full_batches_reuse_their_memory()
    {
        TensorData[] inputs = [.. new DataLoader(Numbers(9), 2).Epoch(0).Select(b => b.Inputs)];
        Assert.That(inputs.Distinct().Count(), Is.EqualTo(2), "one full batch and one rest");
    }

    [Test]
    public void Splitting_and_selecting_copy_rows()
    {
        (Dataset even, Dataset odd) = Numbers(5).Split(i => i % 2 == 0);
        Assert.That(even.Targets.Span<long>().ToArray(), Is.EqualTo((long[])[0, 2, 4]));
        Assert.That(odd.Targets.Span<long>().ToArray(), Is.EqualTo((long[])[1, 3]));
    }

    [Test]
    public void Unequal_and_empty_data_are_refused()
    {
        TensorData two = TensorData.From([2], 1, 2), three = TensorData.From([3], 1, 2, 3),
            none = TensorData.Zeros(new TensorType(DType.Float32, [0, 4]));
        Assert.That(() => new Dataset(two, three), Throws.TypeOf<ShapeException>().With.Message.Contains("f32[2] and f32[3]"));
        Assert.That(() => new Dataset(none, none), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));
        Assert.That(() => new DataLoader(Numbers(3), 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static Dataset Numbers(int count) => new(
        TensorData.From<float>([count, 2], [.. Enumerable.Range(0, count).SelectMany(i => (float[])[i, -i])]),
        TensorData.From<long>([count], [.. Enumerable.Range(0, count).Select(i => (long)i)]));

    // Memory that is not written to is not there: only the rows that are looked at are.
    [Test]
    public void Rows_behind_two_gibibytes_are_those_that_were_asked_for()
    {
        TensorData inputs = TensorData.Uninitialized(new TensorType(DType.Float32, [550_000, 1000])),
            targets = TensorData.Zeros(new TensorType(DType.Int64, [550_000]));
        inputs.Span<float>().Slice(549_999 * 1000, 1000).Fill(3);
        inputs.Span<float>().Slice(7 * 1000, 1000).Fill(2);
        targets.Span<long>()[549_999] = 5;
        var data = new Dataset(inputs, targets);
        Dataset chosen = data.Select([549_999, 7]);
        Assert.That(chosen.Inputs.Span<float>().ToArray(), Is.EqualTo(Enumerable.Repeat(3f, 1000).Concat(Enumerable.Repeat(2f, 1000))));
        Assert.That(chosen.Targets.Span<long>().ToArray(), Is.EqualTo((long[])[5, 0]));
        Batch first = new DataLoader(data, 8, shuffle: false, prefetch: false).Epoch(0).First();
        Assert.That(first.Inputs.Span<float>()[7000..].ToArray(), Has.All.EqualTo(2f));
    }
}
