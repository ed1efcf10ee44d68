using System.Runtime.InteropServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The memory of tensors as bytes: to read, write and copy them whatever their element type.</summary>
public static class TensorBytes
{
    private const int LargestPart = 1 << 26;

    extension(TensorData data)
    {
        /// <summary>All bytes, in the byte order of the machine. A bool is the byte 0 or 1; nothing else may be written there.</summary>
        /// <exception cref="GraphException">The tensor has more than 2³¹ − 1 bytes: take them part by part, with <c>Part</c>.</exception>
        public Span<byte> Bytes => data.AllBytes();

        /// <summary>Bytes from <paramref name="begin"/> to the end of the tensor, or as many as a part holds (64 MiB).</summary>
        /// <param name="begin">A place between 0 and the number of bytes.</param>
        public Span<byte> Part(long begin) => data.PartFrom(begin);
    }

    extension(ReadOnlyTensor data)
    {
        /// <summary>All bytes, in the byte order of the machine.</summary>
        /// <exception cref="GraphException">The tensor has more than 2³¹ − 1 bytes: take them part by part, with <c>Part</c>.</exception>
        public ReadOnlySpan<byte> Bytes => data.AllBytes();

        /// <summary>Bytes from <paramref name="begin"/> to the end of the tensor, or as many as a part holds (64 MiB).</summary>
        /// <param name="begin">A place between 0 and the number of bytes.</param>
        public ReadOnlySpan<byte> Part(long begin) => data.PartFrom(begin);

        /// <summary>Whether both tensors have the same bytes.</summary>
        public bool HasBytesOf(ReadOnlyTensor other)
        {
            long bytes = data.Type.Bytes;
            bool same = bytes == other.Type.Bytes;
            for (long done = 0; same && done < bytes; done += LargestPart)
            {
                same = data.Part(done).SequenceEqual(other.Part(done));
            }
            return same;
        }

        /// <summary>Copies some bytes to a place in another tensor.</summary>
        /// <exception cref="ArgumentOutOfRangeException">They lie outside one of the tensors.</exception>
        public void CopyTo(long begin, TensorData target, long targetBegin, long count)
        {
            ArgumentNullException.ThrowIfNull(target);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, data.Type.Bytes - begin);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, target.Type.Bytes - targetBegin);
            for (long done = 0; done < count;)
            {
                ReadOnlySpan<byte> from = data.Part(begin + done);
                Span<byte> to = target.Part(targetBegin + done);
                int bytes = (int)Math.Min(Math.Min(from.Length, to.Length), count - done);
                from[..bytes].CopyTo(to);
                done += bytes;
            }
        }

        private Span<byte> AllBytes() => data.Type.Bytes > int.MaxValue
            ? throw new GraphException(
                $"{data.Type} has {data.Type.Bytes} bytes, and a span holds {int.MaxValue} at most; take them part by part, with "
                + $"{nameof(Part)}")
            : data.Slice(0, (int)data.Shape.Count);

        private Span<byte> PartFrom(long begin)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(begin);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(begin, data.Type.Bytes);
            int size = data.DType.Size, offset = (int)(begin % size);
            long count = Math.Min(LargestPart, data.Type.Bytes - begin);
            return data.Slice((int)(begin / size), (int)((offset + count + size - 1) / size)).Slice(offset, (int)count);
        }

        private Span<byte> Slice(int first, int count) => data.DType switch
        {
            DType.Bool => MemoryMarshal.AsBytes(data.Elements<bool>().Slice(first, count)),
            DType.UInt8 => data.Elements<byte>().Slice(first, count),
            DType.Int8 => MemoryMarshal.AsBytes(data.Elements<sbyte>().Slice(first, count)),
            DType.UInt16 => MemoryMarshal.AsBytes(data.Elements<ushort>().Slice(first, count)),
            DType.Int16 => MemoryMarshal.AsBytes(data.Elements<short>().Slice(first, count)),
            DType.UInt32 => MemoryMarshal.AsBytes(data.Elements<uint>().Slice(first, count)),
            DType.Int32 => MemoryMarshal.AsBytes(data.Elements<int>().Slice(first, count)),
            DType.UInt64 => MemoryMarshal.AsBytes(data.Elements<ulong>().Slice(first, count)),
            DType.Int64 => MemoryMarshal.AsBytes(data.Elements<long>().Slice(first, count)),
            DType.Float16 => MemoryMarshal.AsBytes(data.Elements<Half>().Slice(first, count)),
            DType.BFloat16 => MemoryMarshal.AsBytes(data.Elements<BFloat16>().Slice(first, count)),
            DType.Float32 => MemoryMarshal.AsBytes(data.Elements<float>().Slice(first, count)),
            _ => MemoryMarshal.AsBytes(data.Elements<double>().Slice(first, count)),
        };
    }
}
