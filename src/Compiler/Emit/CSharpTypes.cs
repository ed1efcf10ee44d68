using System.Globalization;

namespace NeuralJit.Compilation;

/// <summary>Types and numbers as C# writes them.</summary>
internal static class CSharpTypes
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    /// <summary>The namespaces whose types are written by their simple names; generated code begins with these usings.</summary>
    public static IReadOnlyList<string> Namespaces { get; } =
        ["System", "System.Runtime.Intrinsics", "NeuralJit", "NeuralJit.Compilation", "NeuralJit.Kernels"];

    /// <summary>
    /// The using directives of a file that holds generated code, and <paramref name="more"/> beside it; those of .NET come first.
    /// </summary>
    public static IEnumerable<string> Usings(params IEnumerable<string> more) =>
        [
            .. Namespaces.Concat(more).OrderBy(n => !n.StartsWith("System", StringComparison.Ordinal))
                .ThenBy(n => n, StringComparer.Ordinal).Select(n => $"using {n};"),
            $"using static {typeof(KernelRuntime).FullName};",
        ];

    /// <summary>A type's name; qualified when it lies in none of <see cref="Namespaces"/>.</summary>
    public static string NameOf(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }
        Type[] arguments = type.GetGenericArguments();
        string name = SimpleName(type, arguments, out int used);
        for (Type? outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
        {
            name = SimpleName(outer, arguments[..^used], out int more) + "." + name;
            used += more;
        }
        return type.Namespace is { Length: > 0 } space && !Namespaces.Contains(space) ? $"global::{space}.{name}" : name;
    }

    /// <summary>A number or truth value.</summary>
    public static string Literal(object? value) => value switch
    {
        double d when double.IsNaN(d) => BitConverter.DoubleToInt64Bits(d) == BitConverter.DoubleToInt64Bits(double.NaN)
            ? "double.NaN"
            : string.Create(CultureInfo.InvariantCulture, $"BitConverter.UInt64BitsToDouble(0x{BitConverter.DoubleToUInt64Bits(d):X}UL)"),
        double d when double.IsInfinity(d) => d > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
        float f when float.IsNaN(f) => BitConverter.SingleToInt32Bits(f) == BitConverter.SingleToInt32Bits(float.NaN)
            ? "float.NaN"
            : string.Create(CultureInfo.InvariantCulture, $"BitConverter.UInt32BitsToSingle(0x{BitConverter.SingleToUInt32Bits(f):X}U)"),
        float f when float.IsInfinity(f) => f > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
        double d => d.ToString("R", CultureInfo.InvariantCulture) + "d",
        float f => f.ToString("R", CultureInfo.InvariantCulture) + "f",
        long.MinValue => "long.MinValue",
        bool b => b ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"no C# literal for {value?.GetType().Name ?? "null"}"),
    };

    /// <summary>A name made of letters, digits and underscores.</summary>
    public static string Identifier(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    // The arguments of a nested type begin with those of the types around it.
    private static string SimpleName(Type type, Type[] arguments, out int used)
    {
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        used = tick < 0 ? 0 : int.Parse(type.Name.AsSpan(tick + 1), CultureInfo.InvariantCulture);
        return tick < 0 ? type.Name : $"{type.Name[..tick]}<{string.Join(", ", arguments[^used..].Select(NameOf))}>";
    }
}
