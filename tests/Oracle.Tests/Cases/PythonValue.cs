using System.Globalization;
using System.Text.Json;

namespace NeuralJit.Oracle.Tests;

/// <summary>
/// Values of Python, from manifests and from what modules print: null, bool, double, string, lists of them, and references to tensors.
/// </summary>
internal static class PythonValue
{
    /// <summary>Reads a value of a manifest; <paramref name="tensor"/> gives the tensor of a name.</summary>
    public static object? Of(JsonElement value, Func<string, object?> tensor) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(v => Of(v, tensor)).ToArray(),
        JsonValueKind.Object when value.TryGetProperty("$t", out JsonElement name) => tensor(name.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("$tuple", out JsonElement items) =>
            items.EnumerateArray().Select(v => Of(v, tensor)).ToArray(),
        JsonValueKind.Null => null,
        _ => throw new UnsupportedCaseException("an argument of a kind that is not read here"),
    };

    /// <summary>Reads the arguments of a printed module: <c>3, 4, kernel_size=(3, 3), bias=False</c>.</summary>
    public static (List<object?> Positional, Dictionary<string, object?> Named) Arguments(string text)
    {
        var positional = new List<object?>();
        var named = new Dictionary<string, object?>();
        foreach (string item in Split(text))
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                named[item[..equals]] = Parse(item[(equals + 1)..]);
            }
            else
            {
                positional.Add(Parse(item));
            }
        }
        return (positional, named);
    }

    private static object? Parse(string text) => text switch
    {
        "None" => null,
        "True" => true,
        "False" => false,
        ['(', .. var inner, ')'] => Split(inner).Select(Parse).ToArray(),
        ['\'', .. var inner, '\''] => inner,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : text,
    };

    private static List<string> Split(string text)
    {
        var items = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                if (text[start..i].Trim() is { Length: > 0 } item)
                {
                    items.Add(item);
                }
                start = i + 1;
                continue;
            }
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        }
        return items;
    }
}
