using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The elements of constants as text and back, bit by bit.</summary>
internal static class ConstantText
{
    private const string HashName = "sha256:";
    private const int HashDigits = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>All elements; one if all are equal; <c>#</c> and the hash if they are many.</summary>
    public static string Print(TensorData data, int inlineElements)
    {
        if (!IsInline(data, inlineElements))
        {
            return "#" + HashOf(data);
        }
        int shown = UniformValue.IsUniform(data) ? 1 : (int)data.Shape.Count;
        return string.Join(", ", Enumerable.Range(0, shown).Select(i => Element(data, i)));
    }

    /// <summary>Whether <see cref="Print"/> writes the elements, not the hash.</summary>
    public static bool IsInline(TensorData data, int inlineElements) => data.Shape.Count <= inlineElements || UniformValue.IsUniform(data);

    /// <summary>The first 64 bits of SHA-256 of type and content: <c>sha256:0123456789abcdef</c>.</summary>
    public static string HashOf(TensorData data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(data.Type.ToString()));
        Span<byte> part;
        for (long done = 0; done < data.Type.Bytes; done += part.Length)
        {
            part = data.Part(done);
            hash.AppendData(part);
        }
        return HashName + Convert.ToHexStringLower(hash.GetHashAndReset())[..HashDigits];
    }

    /// <summary>The hash in <c>#sha256:0123456789abcdef</c>; null if the text is none.</summary>
    public static string? Hash(ReadOnlySpan<char> text) =>
        text is ['#', .. var hash] && hash.StartsWith(HashName, StringComparison.Ordinal) && hash.Length == HashName.Length + HashDigits
            && !hash[HashName.Length..].ContainsAnyExcept(HexDigits)
            ? hash.ToString()
            : null;

    /// <summary>Reads elements into a tensor; one stands for all.</summary>
    /// <exception cref="GraphException">There are too few or too many, or one is no value of the element type.</exception>
    public static void Read(ReadOnlySpan<char> text, TensorData data)
    {
        int expected = (int)data.Shape.Count, found = 0;
        foreach (Range range in text.Split(','))
        {
            ReadOnlySpan<char> element = text[range].Trim();
            if (found < expected && text.Trim().Length > 0 && !TryRead(element, data, found))
            {
                throw new GraphException($"constant: \"{element}\" is not a value of {data.DType.ShortName}");
            }
            found += element.Length > 0 ? 1 : 0;
        }
        if (found == 1 && expected > 1)
        {
            Repeat(data);
        }
        else if (found != expected)
        {
            throw new GraphException($"constant: {data.Type} has {expected} elements, got {found}; one stands for all");
        }
    }

    // The first element into all others.
    private static void Repeat(TensorData data)
    {
        Span<byte> first = data.Part(0);
        for (int filled = data.DType.Size; filled < first.Length;)
        {
            int count = Math.Min(filled, first.Length - filled);
            first[..count].CopyTo(first[filled..]);
            filled += count;
        }
        Span<byte> part;
        for (long done = first.Length; done < data.Type.Bytes; done += part.Length)
        {
            part = data.Part(done);
            first[..part.Length].CopyTo(part);
        }
    }

    // Decimals if they give the same bits again, else the bits: NaNs differ in theirs.
    private static string Element(TensorData data, int index)
    {
        string text = Decimal(data, index);
        ReadOnlySpan<byte> bits = data.Part((long)index * data.DType.Size)[..data.DType.Size];
        TensorData again = TensorData.Uninitialized(new TensorType(data.DType, Shape.Scalar));
        if (TryRead(text, again, 0) && again.Bytes.SequenceEqual(bits))
        {
            return text;
        }
        byte[] bigEndian = bits.ToArray();
        Array.Reverse(bigEndian);
        return "0x" + Convert.ToHexStringLower(bigEndian);
    }

    private static string Decimal(TensorData data, int index) => data.DType switch
    {
        DType.Bool => data.Span<bool>()[index].ToString(),
        DType.BFloat16 => Invariant((float)data.Span<BFloat16>()[index]),
        DType.Float16 => Invariant(data.Span<Half>()[index]),
        DType.Float32 => Invariant(data.Span<float>()[index]),
        DType.Float64 => Invariant(data.Span<double>()[index]),
        DType.UInt64 => Invariant(data.Span<ulong>()[index]),
        DType.Int64 => Invariant(data.Span<long>()[index]),
        DType.UInt32 => Invariant(data.Span<uint>()[index]),
        DType.Int32 => Invariant(data.Span<int>()[index]),
        DType.UInt16 => Invariant(data.Span<ushort>()[index]),
        DType.Int16 => Invariant(data.Span<short>()[index]),
        DType.UInt8 => Invariant(data.Span<byte>()[index]),
        _ => Invariant(data.Span<sbyte>()[index]),
    };

    private static string Invariant<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static bool TryRead(ReadOnlySpan<char> text, TensorData data, int index) => text.StartsWith("0x", StringComparison.Ordinal)
        ? TryReadBits(text[2..], data.Part((long)index * data.DType.Size)[..data.DType.Size])
        : data.DType switch
        {
            DType.Bool => TryReadBool(text, out data.Span<bool>()[index]),
            DType.BFloat16 => TryReadBFloat16(text, out data.Span<BFloat16>()[index]),
            DType.Float16 => NumberText.TryRead(text, out data.Span<Half>()[index]),
            DType.Float32 => NumberText.TryRead(text, out data.Span<float>()[index]),
            DType.Float64 => NumberText.TryRead(text, out data.Span<double>()[index]),
            DType.UInt64 => NumberText.TryRead(text, out data.Span<ulong>()[index]),
            DType.Int64 => NumberText.TryRead(text, out data.Span<long>()[index]),
            DType.UInt32 => NumberText.TryRead(text, out data.Span<uint>()[index]),
            DType.Int32 => NumberText.TryRead(text, out data.Span<int>()[index]),
            DType.UInt16 => NumberText.TryRead(text, out data.Span<ushort>()[index]),
            DType.Int16 => NumberText.TryRead(text, out data.Span<short>()[index]),
            DType.UInt8 => NumberText.TryRead(text, out data.Span<byte>()[index]),
            _ => NumberText.TryRead(text, out data.Span<sbyte>()[index]),
        };

    private static bool TryReadBits(ReadOnlySpan<char> digits, Span<byte> bytes)
    {
        bool valid = digits.Length == 2 * bytes.Length && !digits.ContainsAnyExcept(HexDigits);
        if (valid)
        {
            Convert.FromHexString(digits).CopyTo(bytes);
            bytes.Reverse();
        }
        return valid;
    }

    private static bool TryReadBool(ReadOnlySpan<char> text, out bool value)
    {
        value = text is "True";
        return value || text is "False";
    }

    private static bool TryReadBFloat16(ReadOnlySpan<char> text, out BFloat16 value)
    {
        bool valid = NumberText.TryRead(text, out float single);
        value = (BFloat16)single;
        return valid && float.IsInfinity(single) == float.IsInfinity((float)value);
    }

}
