using System.Numerics.Tensors;

namespace NeuralJit.Kernels.Tests;

public unsafe class StorageTests
{
    [Test]
    public void Storage_is_aligned_and_its_span_begins_at_its_address()
    {
        Check<bool>();
        Check<sbyte>();
        Check<Half>();
        Check<BFloat16>();
        Check<int>();
        Check<float>();
        Check<double>();
    }

    [Test]
    public void A_tensor_views_storage_without_a_copy()
    {
        Storage storage = Storage.Allocate<float>(12);
        storage.Clear();
        Tensor<float> tensor = Tensor.Create((float[])storage.Array, storage.Offset, [3, 4], []);
        tensor[2, 3] = 5;
        Assert.That(((float*)storage.Address)[11], Is.EqualTo(5));
    }

    [Test]
    public void Another_type_is_refused() =>
        Assert.That(() => Storage.Allocate<float>(3).Span<int>(),
            Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("storage: expected elements of Int32, got Single."));

    [Test]
    public void Empty_storage_has_an_address() => Assert.That(Storage.Allocate<double>(0).Address, Is.Not.EqualTo((nint)0));

    private static void Check<T>()
        where T : unmanaged
    {
        foreach (int count in new[] { 0, 1, 7, 1000, 100_000 })
        {
            Storage storage = Storage.Allocate<T>(count);
            fixed (T* first = storage.Span<T>())
            {
                Assert.Multiple(() =>
                {
                    Assert.That((long)storage.Address % 64, Is.Zero);
                    Assert.That(storage.Count, Is.EqualTo(count));
                    Assert.That(storage.ByteCount, Is.EqualTo((long)count * sizeof(T)));
                });
                Assert.That(count == 0 || (nint)first == storage.Address);
            }
        }
    }

    [Test]
    public void Working_memory_may_be_larger_than_an_array_of_bytes()
    {
        const long Size = (3L << 30) + 5;
        Storage storage = Storage.AllocateBytes(Size);
        Assert.That(storage.ByteCount, Is.EqualTo(Size + 59));
        Assert.That((long)storage.Address % 64, Is.Zero);
        ((byte*)storage.Address)[Size - 1] = 7;
        Assert.That(((byte*)storage.Address)[Size - 1], Is.EqualTo(7));
        GC.KeepAlive(storage);
    }

    [Test]
    public void Sizes_that_no_memory_has_are_refused_by_their_number()
    {
        Assert.That(() => Storage.Allocate<byte>(int.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Storage.Allocate<double>(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Storage.AllocateBytes(long.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Storage.AllocateBytes(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
