using System.Reflection;
using NeuralJit.NN;

namespace NeuralJit.Oracle.Tests;

/// <summary>Makes layers and losses of NeuralJit.NN from PyTorch's name and arguments: the names are the same but for their case.</summary>
internal static class ModuleFactory
{
    /// <summary>The component, or null when there is none of that name with such arguments.</summary>
    public static Component? Make(string name, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named)
    {
        Type? type = typeof(Component).Assembly.GetType("NeuralJit.NN." + name);
        return type is null || !type.IsSubclassOf(typeof(Component))
            ? null
            : type.GetConstructors().OrderByDescending(c => c.GetParameters().Length)
            .Select(c => Arguments(c, positional, named) is { } arguments ? (Component)c.Invoke(arguments) : null)
                .FirstOrDefault(c => c is not null);
    }

    private static object?[]? Arguments(
        ConstructorInfo constructor, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named)
    {
        ParameterInfo[] parameters = constructor.GetParameters();
        if (positional.Count > parameters.Length || named.Keys.Any(k => parameters.All(p => p.Name != Camel(k))))
        {
            return null;
        }
        object?[] arguments = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            KeyValuePair<string, object?> byName = named.FirstOrDefault(n => Camel(n.Key) == parameters[i].Name);
            if (i < positional.Count || byName.Key is not null)
            {
                if (!TryConvert(i < positional.Count ? positional[i] : byName.Value, parameters[i].ParameterType, out arguments[i]))
                {
                    return null;
                }
            }
            else if (!parameters[i].HasDefaultValue)
            {
                return null;
            }
            else
            {
                arguments[i] = parameters[i].DefaultValue;
            }
        }
        return arguments;
    }

    private static bool TryConvert(object? value, Type type, out object? result)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        int[] Ints() => [.. ((object?[])value!).Select(v => v is double d ? (int)d : -1)];
        result = (value, target.Name) switch
        {
            (double d, nameof(Int32)) => (int)d,
            (double d, nameof(Int64)) => (long)d,
            (double d, nameof(Double)) => d,
            (bool b, nameof(Boolean)) => b,
            (string s, nameof(String)) => s,
            (string s, nameof(PadMode)) => Enum.Parse<PadMode>(s, ignoreCase: true),
            (string s, nameof(LossReduction)) => Enum.Parse<LossReduction>(s, ignoreCase: true),
            (double d, nameof(PerDimension)) => PerDimension.FromInt32((int)d),
            (object[], nameof(PerDimension)) => PerDimension.Create(Ints()),
            (double d, nameof(ConvPadding)) => ConvPadding.FromInt32((int)d),
            (string s, nameof(ConvPadding)) => ConvPadding.FromString(s),
            (object[], nameof(ConvPadding)) => ConvPadding.Create(Ints()),
            (object[], nameof(Shape)) => Shape.Create(Ints()),
            (object[], "Int32[]") => Ints(),
            _ => null,
        };
        return result is not null || (value is null && Nullable.GetUnderlyingType(type) is not null);
    }

    // kernel_size → kernelSize; Python's keyword made lambd of lambda.
    private static string Camel(string name)
    {
        string[] parts = name.Split('_');
        return parts[0] + string.Concat(parts[1..].Select(p => p.Length == 0 ? p : char.ToUpperInvariant(p[0]) + p[1..]));
    }
}
