namespace NeuralJit.Compilation;

/// <summary>
/// Constants as C#: few elements are written out, equal ones once, up to 64 KiB in base 64; larger ones are named by their hash, and
/// whoever makes the class has them from a <see cref="ConstantFile"/>.
/// </summary>
internal static class SourceConstants
{
    private const int MostWrittenOut = 16;
    private const int MostBytes = 64 * 1024;
    private const int Base64Line = 120;

    /// <summary>Whether the constant is given by its hash.</summary>
    public static bool IsGiven(TensorData data) => data.Type.Bytes > MostBytes && !ConstantText.IsInline(data, inlineElements: 0);

    /// <summary>Writes the declaration of a constant that is not given.</summary>
    public static void Declare(CodeText code, TensorData data, string name)
    {
        string shape = SourceTypes.List(data.Shape.Extents), element = CSharpTypes.NameOf(data.DType.ClrType),
            start = $"private static readonly TensorData {name} = ";
        if (IsWrittenOut(data))
        {
            code.Line(
                $"{start}TensorData.From<{element}>({shape}, "
                + $"[{string.Join(", ", Enumerable.Range(0, (int)data.Shape.Count).Select(i => Element(data, i)))}]);");
        }
        else if (HasLiterals(data) && ConstantText.IsInline(data, inlineElements: 0))
        {
            code.Line($"{start}Filled<{element}>({shape}, {Element(data, 0)});");
        }
        else
        {
            code.Line($"{start}Decoded({SourceTypes.New(data.Type)}, \"\"\"");
            code.Indent();
            code.Lines(string.Join('\n', Convert.ToBase64String(data.Bytes).Chunk(Base64Line).Select(line => new string(line))));
            code.Line("\"\"\");");
            code.Outdent();
        }
    }

    /// <summary>Whether all elements are there one by one, without the help of <see cref="Helpers"/>.</summary>
    public static bool IsWrittenOut(TensorData data) => HasLiterals(data) && data.Shape.Count <= MostWrittenOut;

    /// <summary>The methods that other declarations call.</summary>
    public const string Helpers = """
        private static TensorData Filled<T>(Shape shape, T value) where T : unmanaged
        {
            TensorData data = TensorData.Uninitialized(new TensorType(DTypes.Of<T>(), shape));
            data.Span<T>().Fill(value);
            return data;
        }

        private static TensorData Decoded(TensorType type, string base64)
        {
            TensorData data = TensorData.Uninitialized(type);
            Convert.FromBase64String(base64).CopyTo(data.Bytes);
            return data;
        }
        """;

    private static bool HasLiterals(TensorData data) => data.DType is not (DType.Float16 or DType.BFloat16);

    private static string Element(TensorData data, int index) => CSharpTypes.Literal(data.DType switch
    {
        DType.Bool => data.Span<bool>()[index],
        DType.UInt8 => data.Span<byte>()[index],
        DType.Int8 => data.Span<sbyte>()[index],
        DType.UInt16 => data.Span<ushort>()[index],
        DType.Int16 => data.Span<short>()[index],
        DType.UInt32 => data.Span<uint>()[index],
        DType.Int32 => data.Span<int>()[index],
        DType.UInt64 => data.Span<ulong>()[index],
        DType.Int64 => data.Span<long>()[index],
        DType.Float64 => data.Span<double>()[index],
        _ => (object)data.Span<float>()[index],
    });
}
