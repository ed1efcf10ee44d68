using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NeuralJit.Architecture.Tests;

/// <summary>Names of types in an assembly's metadata.</summary>
internal static class TypeNames
{
    /// <summary>Types of other assemblies that a library refers to.</summary>
    public static IReadOnlyList<string> UsedBy(string library) =>
        Read(library, r => r.TypeReferences.Select(h => r.GetTypeReference(h)).Select(t => FullName(r, t.Namespace, t.Name)));

    /// <summary>Types that a library defines.</summary>
    public static IReadOnlyList<string> DefinedBy(string library) =>
        Read(library, r => r.TypeDefinitions.Select(h => r.GetTypeDefinition(h)).Select(t => FullName(r, t.Namespace, t.Name)));

    private static List<string> Read(string library, Func<MetadataReader, IEnumerable<string>> select)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"NeuralJit.{library}.dll"));
        using var file = new PEReader(stream);
        return [.. select(file.GetMetadataReader())];
    }

    private static string FullName(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : reader.GetString(space) + "." + reader.GetString(name);
}
