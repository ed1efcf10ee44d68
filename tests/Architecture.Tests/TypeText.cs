using System.Globalization;

namespace NeuralJit.Architecture.Tests;

/// <summary>Writes types and constants as C# does.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
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
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(char)] = "char",
    };

    /// <summary>The type with its generic arguments, without its namespace.</summary>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }
        if (type.IsArray || type.IsPointer)
        {
            return Of(type.GetElementType()!) + (type.IsArray ? $"[{new string(',', type.GetArrayRank() - 1)}]" : "*");
        }
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", type.GetGenericArguments().Select(Of))})";
        }
        string outer = type is { IsNested: true, IsGenericParameter: false } ? Plain(type.DeclaringType!) + "." : "";
        return Nullable.GetUnderlyingType(type) is { } value
            ? Of(value) + "?"
            : outer + Plain(type) + Arguments(type.GetGenericArguments());
    }

    /// <summary>The name without generic arguments.</summary>
    public static string Plain(Type type) => type.Name.Split('`')[0];

    /// <summary>Generic arguments in angle brackets, or nothing.</summary>
    public static string Arguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Of))}>";

    /// <summary>A constant.</summary>
    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
