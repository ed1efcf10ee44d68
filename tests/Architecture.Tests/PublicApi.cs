using System.Reflection;

namespace NeuralJit.Architecture.Tests;

/// <summary>Describes an assembly's public types and members, one line each, in a stable order.</summary>
internal static class PublicApi
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What records and the compiler add by themselves says nothing about a design.
    private static readonly HashSet<string> Synthesised =
        ["<Clone>$", "Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "PrintMembers", "Deconstruct", "EqualityContract",
            "get_EqualityContract"];

    /// <summary>The description, in lines.</summary>
    public static IEnumerable<string> Describe(Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes().Where(IsVisible).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            yield return TypeLine(type);
            foreach (string member in type.GetMembers(Own).SelectMany(m => Lines(type, m)).Order(StringComparer.Ordinal).Distinct())
            {
                yield return "  " + member;
            }
        }
    }

    private static bool IsVisible(Type type) => type.IsVisible && !type.FullName!.Contains('<', StringComparison.Ordinal);

    private static string TypeLine(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsAbstract && type.IsSealed
                ? "static class"
                : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        IEnumerable<Type> bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && !type.IsEnum
            && kind != "delegate" ? [parent] : [];
        IEnumerable<Type> interfaces = kind is "enum" or "delegate" ? [] : type.GetInterfaces()
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(i => !(IsRecord(type) && i == typeof(IEquatable<>).MakeGenericType(type)))
            .Where(i => i.IsPublic && !type.GetInterfaces().Any(other => other != i && other.GetInterfaces().Contains(i)))
            .OrderBy(i => i.Name, StringComparer.Ordinal);
        string[] names = [.. bases.Concat(interfaces).Select(TypeText.Of)];
        return $"{kind} {type.Namespace}.{TypeText.Of(type)}" + (names.Length == 0 ? "" : " : " + string.Join(", ", names));
    }

    private static IEnumerable<string> Lines(Type type, MemberInfo member)
    {
        if (Synthesised.Contains(member.Name) || member.Name.Contains('<', StringComparison.Ordinal)
            || (type.IsSealed && IsProtected(member)))
        {
            yield break;
        }
        switch (member)
        {
            case FieldInfo { IsSpecialName: false } field when IsSeen(field.Attributes, FieldAttributes.FieldAccessMask):
                yield return $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{TypeText.Of(field.FieldType)} {field.Name}"
                    + Constant(field);
                break;
            case ConstructorInfo { IsStatic: false } constructor when IsSeen(constructor):
                yield return $"{Access(constructor)}{TypeText.Plain(type)}({Parameters(constructor)})";
                break;
            case PropertyInfo property when property.GetAccessors(true).FirstOrDefault(IsSeen) is { } accessor:
                yield return $"{Access(accessor)}{TypeText.Of(property.PropertyType)} {property.Name}{Index(property)} {{ "
                    + $"{Accessors(property)} }}";
                break;
            case MethodInfo method when IsSeen(method)
                && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)):
                yield return $"{Access(method)}{TypeText.Of(method.ReturnType)} "
                    + $"{method.Name}{TypeText.Arguments(method.GetGenericArguments())}({Parameters(method)})";
                break;
        }
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Own) is not null;

    private static bool IsProtected(MemberInfo member) => member is MethodBase { IsFamily: true } or FieldInfo { IsFamily: true };

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldAttributes attributes, FieldAttributes mask) =>
        (attributes & mask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Access(MethodBase method)
    {
        string access = method.IsPublic ? "" : "protected ";
        if (method.DeclaringType!.IsInterface)
        {
            return access + (method.IsStatic ? "static " : "");
        }
        bool overrides = method is MethodInfo info && info.GetBaseDefinition() != info;
        return access + (method.IsStatic ? "static "
            : method.IsAbstract ? "abstract " : overrides ? "override " : method.IsVirtual && !method.IsFinal ? "virtual " : "");
    }

    private static string Accessors(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && IsSeen(getter) ? "get; " : "";
        string set = property.SetMethod is { } setter && IsSeen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; " : "set; "
            : "";
        return (get + set).TrimEnd();
    }

    private static string Index(PropertyInfo property) => property.GetIndexParameters() is { Length: > 0 } parameters
        ? $"[{string.Join(", ", parameters.Select(p => $"{TypeText.Of(p.ParameterType)} {p.Name}"))}]"
        : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p)
    {
        string modifier = p.IsOut ? "out " : p.ParameterType.IsByRef ? p.IsIn ? "in " : "ref " : "";
        return $"{modifier}{TypeText.Of(p.ParameterType)} {p.Name}" + (p.IsOptional ? $" = {TypeText.Value(p.RawDefaultValue)}" : "");
    }

    private static string Constant(FieldInfo field) => field.IsLiteral ? $" = {TypeText.Value(field.GetRawConstantValue())}" : "";
}
